package paths

// Reminders are the days of reminders, and where others are sent.
func Reminders(lang string) string { return Desk(lang) + "/reminders" }

// ReminderRemoval is where days that have not begun to hold are taken back.
func ReminderRemoval(lang string) string { return Reminders(lang) + "/removal" }

// Settings is where a setting is found by its words.
func Settings(lang string) string { return Desk(lang) + "/settings" }
