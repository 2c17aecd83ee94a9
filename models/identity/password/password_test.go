package password

import (
	"strings"
	"testing"
)

func TestAPasswordFitsItsHashOnly(t *testing.T) {
	long := strings.Repeat("été à la plage 🏖 ", 4) + "!"
	hash := Hash(long)
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatal(hash)
	}
	for typed, want := range map[string]bool{long: true, strings.TrimSuffix(long, "!") + "?": false, "": false} {
		if fits, old := Verify(hash, typed); fits != want || old {
			t.Errorf("%q: %v %v", typed, fits, old)
		}
	}
	if Hash(long) == hash {
		t.Error("the same salt twice")
	}
}

func TestBothWaysToTypeAnAccentFit(t *testing.T) {
	if fits, _ := Verify(Hash("caf\u00e9 du coin, 9 h"), "cafe\u0301 du coin, 9 h"); !fits {
		t.Fatal("a Mac and a PC disagree")
	}
}

func TestAWeakerHashIsOld(t *testing.T) {
	before := today
	today = strength{8192, 1, 1}
	weak := Hash("une phrase assez longue")
	today = before
	if fits, old := Verify(weak, "une phrase assez longue"); !fits || !old {
		t.Fatal(fits, old)
	}
}

func TestNoHashCostsAsMuchAsOne(t *testing.T) {
	before := Runs()
	if fits, _ := Verify("", ""); fits || Runs() != before+1 {
		t.Fatal(fits, Runs()-before)
	}
}

func TestStrangeHashesNeverFit(t *testing.T) {
	for _, hash := range []string{"x", "$argon2i$v=19$m=8,t=1,p=1$YWFhYWFhYWE$YQ", "$argon2id$v=19$m=4294967295,t=1,p=1$YWFhYWFhYWE$" + encode(make([]byte, 32)), "$argon2id$v=19$m=8,t=1,p=1$*$*", "$argon2id$v=19$m=,t=1,p=1$a$a"} {
		if fits, _ := Verify(hash, ""); fits {
			t.Error(hash)
		}
	}
}

func TestWhatAnybodyWouldGuess(t *testing.T) {
	if n := len(common()); n < 3000 {
		t.Fatalf("only %d common passwords", n)
	}
	words := []string{"ada.lovelace@fee.example", "Ada Lovelace", "Faire École Ensemble"}
	for typed, want := range map[string]bool{
		"azertyuiop12": true, "password1234": true, "Motdepasse2026!": true, "123456789012": true, "aaaaaaaaaaaa": true, "121212121212": true,
		"P@ssw0rd1234": true, "marseille13!": true, "passwordpassword": true, "poiuytreza": true, "qsdfghjklmwx": true, "mot de passe": true,
		"Lovelace2026": true, "faireecoleensemble": true, "adalovelace!!": true,
		"quatre chevaux verts au galop": false, "Xk2-vb9q-Zt41": false, "la loutre dort à midi": false, "cat 8342-2938-1200": false,
		"lovelace mange des pommes": false, "正しい馬バッテリーステープル山": false,
	} {
		if got := Guessable(typed, words...); got != want {
			t.Errorf("%q: %v", typed, got)
		}
	}
}

func FuzzPasswords(f *testing.F) {
	f.Add("$argon2id$v=19$m=8,t=1,p=1$YWFhYWFhYWE$YQ", "é\x00")
	f.Fuzz(func(t *testing.T, hash, typed string) {
		if s, salt, sum, ok := parse(hash); ok && (s.memory > 1<<20 || len(salt) < 8 || len(sum) != sumSize) {
			t.Error("a senseless hash is taken")
		}
		Guessable(typed, hash)
	})
}
