package nofix

type elsewhere struct {
	url string
}
