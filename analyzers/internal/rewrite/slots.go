package rewrite

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Where imports go
//
// Two fixes that import the same package must carry the same edit, and drivers
// recognise it only if no other edit has the same offset: insertions in one
// place are put one behind the other, unsorted, and some twice. But "log", "net"
// and "time" may all belong between the same two lines.
//
// So each candidate has an offset of its own, depending on the file alone. The
// first stands at the slot itself, the next on the following bytes. For that
// those bytes, one by one, are taken out before and put back behind the last
// candidate, with edits that all fixes of the slot have in common:
//
//	offset   edit of all        edit for "net"       edit for "time"
//	b                           insert ⇥"net"⏎
//	b        delete ⇥
//	b+1                                              insert ⇥"time"⏎
//	b+1      replace " by ⇥"
//
// The table is the general case. Where the bytes at the slot are how a
// candidate's text begins, it can be inserted behind them, turned round:
// "time"⏎⇥ at b+1. Then all edits are insertions.

// A slot is a place at which imports may be inserted.
type slot struct {
	at    int
	items []item
	// repeats: the first items repeat so many bytes behind at, which go.
	repeats int
}

// An item is a text that may be inserted in a slot: a candidate, or the glue
// that candidates of a class need around them.
type item struct {
	text string
	candidate
	class class
}

type class uint8

const (
	forOne class = iota // the candidate itself
	forStd
	forOthers
	forAll
)

// at returns the slot at offset.
func (imp *imports) at(offset int) *slot {
	for _, s := range imp.slots {
		if s.at == offset {
			return s
		}
	}
	s := &slot{at: offset}
	imp.slots = append(imp.slots, s)
	return s
}

func (s *slot) add(c candidate, text string) {
	s.items = append(s.items, item{text: text, candidate: c})
}

func (s *slot) glue(for_ class, text string) {
	if text != "" {
		s.items = append(s.items, item{text: text, class: for_})
	}
}

// wants reports whether importing c takes the item.
func (i item) wants(c candidate) bool {
	switch i.class {
	case forStd:
		return c.std
	case forOthers:
		return !c.std
	case forAll:
		return true
	}
	return i.candidate == c
}

// dropIdle takes out the glue that no candidate wants.
func (imp *imports) dropIdle() {
	for _, s := range imp.slots {
		s.items = slices.DeleteFunc(s.items, func(i item) bool {
			return !slices.ContainsFunc(imp.candidates, i.wants)
		})
	}
	imp.slots = slices.DeleteFunc(imp.slots, func(s *slot) bool { return len(s.items) == 0 })
	slices.SortFunc(imp.slots, func(x, y *slot) int { return cmp.Compare(x.at, y.at) })
}

// edits returns the edits that import c.
func (imp *imports) edits(c candidate) (edits []edit, ok bool) {
	for slots := imp.slots; len(slots) > 0; {
		shared, items, rest, ok := imp.allot(slots)
		if !ok {
			return nil, false
		}
		slots = rest
		var own []edit
		for _, i := range items {
			if i.wants(c) {
				own = append(own, edit{i.offset, i.offset, i.text})
			}
		}
		if len(own) > 0 {
			edits = append(append(edits, own...), shared...)
		}
	}
	return edits, len(edits) > 0
}

// An allotted item has an offset that no other item has.
type allotted struct {
	item
	offset int
}

// allot gives the items of the first slot, and of those behind it that it runs
// into, their offsets. It returns the edits that all of them share, and the
// slots that are left. It is not ok if there is no room.
func (imp *imports) allot(slots []*slot) (shared []edit, items []allotted, rest []*slot, ok bool) {
	if items, ok := imp.turned(slots); ok {
		return nil, items, slots[1:], true
	}
	offset := slots[0].at
	for i, s := range slots {
		for _, it := range s.items {
			items = append(items, allotted{it, offset})
			next := imp.nextRune(offset)
			shared = append(shared, edit{offset, next, ""})
			offset = next
		}
		if offset > imp.limit {
			return nil, items, nil, false
		}
		from := s.at + s.repeats
		if offset < from {
			shared = append(shared, edit{offset, from, ""})
			offset = from
		}
		// What was between here and the next slot goes behind the items.
		until := offset
		synced := i+1 == len(slots) || offset <= slots[i+1].at
		if !synced {
			until = slots[i+1].at
		}
		shared[len(shared)-1].text = string(imp.src[from:until])
		if synced {
			return shared, items, slots[i+1:], true
		}
	}
	return shared, items, nil, false
}

// turned gives the items of the first slot offsets at which they can be
// inserted with nothing else changed.
func (imp *imports) turned(slots []*slot) (items []allotted, ok bool) {
	first := slots[0]
	if first.repeats > 0 {
		return nil, false
	}
	for i, it := range first.items {
		offset := first.at + i
		if len(slots) > 1 && offset >= slots[1].at || offset > len(imp.src) {
			return nil, false
		}
		lead := string(imp.src[first.at:offset])
		if !strings.HasPrefix(it.text, lead) {
			return nil, false
		}
		it.text = it.text[i:] + lead
		items = append(items, allotted{it, offset})
	}
	return items, true
}

func (imp *imports) nextRune(offset int) int {
	_, n := utf8.DecodeRune(imp.src[min(offset, len(imp.src)):])
	return offset + max(n, 1)
}
