// Package otherlogger logs in one file, and reads in others.
package otherlogger

import log "github.com/sirupsen/logrus"

func started(name string) { log.Infof("%s started", name) }
