// Package directives has ignore directives, most of them wrong.
package directives

import "fmt"

func good() {
	fmt.Println() //wsvet:ignore wskeepalive the peer is this process
	//wsvet:ignore wskeepalive,wsclosecode the peer is this process
	fmt.Println()
	//wsvet:ignore wsignore the next line shows what not to write
	fmt.Println() //wsvet:ignore wskeepalive
}

func reason() {
	fmt.Println() /* want `this directive silences nothing: it gives no reason, which stands behind the checks \(wsignore/reason\)` */ //wsvet:ignore wskeepalive
	fmt.Println() //wsvet:ignore wskeepalive,wsclosecode // want `no reason`
}

func unknown() {
	fmt.Println() /* want `there is no check wskeepalife, so this silences nothing of it; wsvet has wskeepalive, .*\(wsignore/unknown\)` */ //wsvet:ignore wskeepalife a typo
	fmt.Println() /* want `there is no check wskeepalive/none` */                                                                           //wsvet:ignore wskeepalive/none,wsclosecode as the message has it
	fmt.Println() /* want `there is no check staticcheck, all` */                                                                           //wsvet:ignore wskeepalive,staticcheck,all not ours
}

func malformed() {
	fmt.Println() /* want `this directive names no check: write //wsvet:ignore check\[,check…\] reason \(wsignore/malformed\)` */ //wsvet:ignore
	fmt.Println() /* want `this comment is not a directive: one starts with //wsvet:ignore, without a space` */                   // wsvet:ignore wskeepalive the peer is this process
	fmt.Println() /* want `the checks of a directive stand with commas and no spaces between them` */                             //wsvet:ignore wskeepalive, wsclosecode the peer is this process
	fmt.Println() /* want `there is no directive //wsvet:ignored, only //wsvet:ignore` */                                         //wsvet:ignored wskeepalive a typo
	fmt.Println() /* want `there is no directive //wsvet:disable` */                                                              //wsvet:disable wskeepalive
}

// Prose is not a directive: a comment may speak of
// wsvet:ignore and of what it does, and of //wsvet:ignore, too.
func prose() {}
