// The look's names. The colours themselves, light and dark, are in static/css/input.css.
/** @type {import('tailwindcss').Config} */
module.exports = {
  content: ["./views/**/*.templ"],
  darkMode: ["selector", '[data-theme="dark"]'],
  theme: {
    extend: {
      colors: {
        paper: "var(--paper)",
        sheet: "var(--sheet)",
        ink: "var(--ink)",
        soft: "var(--soft)",
        line: "var(--line)",
        accent: "var(--accent)",
        leaf: "var(--leaf)",
      },
      fontFamily: {
        sans: ["Atkinson", "Atkinson fallback", "sans-serif"],
        display: ["Bricolage", "Bricolage fallback", "sans-serif"],
      },
      maxWidth: { text: "42rem", page: "72rem" },
    },
  },
};
