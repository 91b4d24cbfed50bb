package nofix

func (s *split) loop() {
	for {
		if _, _, err := s.conn.ReadMessage(); err != nil {
			return
		}
	}
}
