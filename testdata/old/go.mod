module github.com/wsvet/wsvet/testdata/old

go 1.25.0

require (
	github.com/gobwas/ws v1.0.4
	github.com/gorilla/websocket v1.4.2
	github.com/lxzan/gws v1.7.0
	nhooyr.io/websocket v1.8.7
)

require (
	github.com/gobwas/httphead v0.0.0-20180130184737-2c6c146eadee // indirect
	github.com/gobwas/pool v0.2.0 // indirect
	github.com/golang/protobuf v1.3.5 // indirect
	github.com/klauspost/compress v1.17.5 // indirect
	golang.org/x/sys v0.0.0-20200116001909-b77594299b42 // indirect
)
