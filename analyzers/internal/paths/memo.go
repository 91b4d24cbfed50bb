package paths

// A Memo computes values once, by key. Values may depend on each other in a
// ring, as the summaries of functions that call each other do: then the ring is
// gone through several times, each time with the values of the time before.
type Memo[K comparable, V any] struct {
	values map[K]V
	// before are the values of a ring from the time before.
	before map[K]V
	// working are the keys whose values are being computed.
	working map[K]bool
	// ring: a value was needed while it was computed; round are the keys
	// computed since the outermost call.
	ring  bool
	round []K
}

const (
	// maxRounds bounds how often a ring is gone through.
	maxRounds = 3
	// maxWorking bounds how deep values depend on others.
	maxWorking = 40
)

// Get returns the value of k, which compute computes, asking Get for others.
// Where that leads back to k, or too deep, Get returns the value of the time
// before, or the zero V.
func (m *Memo[K, V]) Get(k K, compute func(K) V) V {
	if m.values == nil {
		m.values, m.before, m.working = map[K]V{}, map[K]V{}, map[K]bool{}
	}
	if v, ok := m.values[k]; ok {
		return v
	}
	if m.working[k] || len(m.working) > maxWorking {
		m.ring = true
		return m.before[k]
	}
	if len(m.working) > 0 {
		return m.compute(k, compute)
	}
	var v V
	for range maxRounds {
		m.ring, m.round = false, nil
		v = m.compute(k, compute)
		if !m.ring {
			return v
		}
		for _, r := range m.round {
			m.before[r] = m.values[r]
			delete(m.values, r)
		}
	}
	for _, r := range m.round {
		m.values[r] = m.before[r]
	}
	return v
}

func (m *Memo[K, V]) compute(k K, compute func(K) V) V {
	m.working[k] = true
	defer delete(m.working, k)
	v := compute(k)
	m.values[k] = v
	m.round = append(m.round, k)
	return v
}
