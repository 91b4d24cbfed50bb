package durations

import "time"

func said(string, time.Duration) {}

func texts() {
	said("retry in 5s", 5*time.Second)               // want `^names it$`
	said("wait for five seconds", 5*time.Second)     // want `^names it$`
	said("a 5-second pause", 5*time.Second)          // want `^names it$`
	said("one minute", time.Minute)                  // want `^names it$`
	said("every 500 ms", 500*time.Millisecond)       // want `^names it$`
	said("retry in 15s", 5*time.Second)              // want `^names another$`
	said("retry in five minutes", 5*time.Second)     // want `^names another$`
	said("retry in 5 steps", 5*time.Second)          // want `^names another$`
	said("retry in 90s", 90*time.Second+time.Second) // want `^names another$`
}
