module github.com/wsvet/wsvet/testdata/realcode

go 1.25.0

require github.com/hirokisan/bybit/v2 v2.36.0

require (
	github.com/google/go-querystring v1.1.0 // indirect
	github.com/google/uuid v1.6.0 // indirect
	github.com/gorilla/websocket v1.5.3 // indirect
)
