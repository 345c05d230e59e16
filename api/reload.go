package main

import (
	"context"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"framepost/api/server"
)

// reloadKeys reads the keys again at each SIGHUP, as servers do with what their files
// say, until ctx ends.
func reloadKeys(ctx context.Context, srv *server.Server, log *slog.Logger) {
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	go func() {
		defer signal.Stop(hangup)
		for {
			select {
			case <-ctx.Done():
				return
			case <-hangup:
			}
			if err := srv.ReloadKeys(); err != nil {
				log.Error("the keys stay as they were", slog.Any("error", err))
				continue
			}
			log.Info("keys read again")
		}
	}()
}
