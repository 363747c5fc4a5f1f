// The code of migrate/preview.hpp.
#pragma once

#include <dataflow/migrate/preview.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::migrate {

namespace detail {

using preview_row = std::array<std::string, 4>;

/// What a step does to the rows and to those who use the table meanwhile.
[[nodiscard]] inline std::string details_of(const step& s) {
    std::string out;
    const auto add = [&](std::string_view more) { out += (out.empty() ? "" : ", ") + std::string{more}; };
    if ((s.effects & rewrites) != 0) add("writes all rows anew");
    if ((s.effects & scans) != 0) add("reads all rows");
    if ((s.effects & builds_index) != 0) add("builds an index");
    if (in_batches(s.kind)) add("writes rows in batches");
    else if ((s.effects & writes_rows) != 0) add("writes rows");
    if (s.kind == step_kind::verify) add("looks for rows in the way");
    if (s.rows > 0) add("about " + std::to_string(s.rows) + (s.rows == 1 ? " row" : " rows"));
    auto strongest = lock_mode::none;
    for (const auto& l : s.locks) strongest = std::max(strongest, l.mode);
    if (strongest != lock_mode::none) add("lock " + std::string{name_of(strongest)});
    if (s.loses_data) add("loses data");
    if (!s.irreversible.empty()) add(s.undo.empty() ? "cannot be undone" : "comes back empty");
    const bool unknown = std::any_of(s.findings.begin(), s.findings.end(),
                                     [](const finding& f) { return f.code.starts_with("DF-U"); });
    if (unknown) add("what it does is not known");
    return out.empty() ? "the catalog only" : out;
}

/// Under which name people know the step's table: of one that gets another name the former.
[[nodiscard]] inline std::string table_of(const step& s) {
    return s.operation == "rename table" && !s.locks.empty() ? s.locks.front().table : s.table;
}

/// A text in lines of at most so many bytes, where its words allow that.
[[nodiscard]] inline std::vector<std::string> wrapped(std::string_view text, std::size_t most) {
    std::vector<std::string> out;
    while (text.size() > most) {
        auto at = text.rfind(' ', most);
        if (at == std::string_view::npos || at == 0) at = text.find(' ');
        if (at == std::string_view::npos) break;
        out.emplace_back(text.substr(0, at));
        text.remove_prefix(at + 1);
    }
    out.emplace_back(text);
    return out;
}

/// Characters, not bytes.
[[nodiscard]] inline std::size_t width_of(std::string_view text) noexcept {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// What begins the color of a word of `safety_of`; empty for others.
[[nodiscard]] inline std::string_view color_of(std::string_view safety) noexcept {
    return safety == "safe"        ? "\x1b[32m"
           : safety == "caution"   ? "\x1b[33m"
           : safety == "dangerous" ? "\x1b[31m"
           : safety == "critical"  ? "\x1b[1;31m"
                                   : "";
}

inline void write_row(std::string& out, const preview_row& row, const std::array<std::size_t, 4>& widths,
                      bool boxes, bool colors) {
    std::string line = boxes ? "│ " : "";
    for (std::size_t i = 0; i < row.size(); ++i) {
        const bool last = i + 1 == row.size();
        const auto color = last && colors ? color_of(row[i]) : std::string_view{};
        line += color;
        line += row[i];
        if (!color.empty()) line += "\x1b[0m";
        if (!last || boxes) line += std::string(widths[i] - width_of(row[i]), ' ');
        line += last ? (boxes ? " │" : "") : (boxes ? " │ " : "  ");
    }
    while (line.ends_with(' ')) line.pop_back();
    out += line + '\n';
}
inline void write_rule(std::string& out, const std::array<std::size_t, 4>& widths, bool boxes,
                       std::string_view left, std::string_view between, std::string_view right) {
    if (boxes) out += left;
    for (std::size_t i = 0; i < widths.size(); ++i) {
        for (std::size_t n = widths[i] + (boxes ? 2 : 0); n-- != 0;) out += boxes ? "─" : "-";
        if (i + 1 != widths.size()) out += boxes ? between : "  ";
    }
    if (boxes) out += right;
    out += '\n';
}

inline void write_table(std::string& out, const plan& p, bool boxes, bool colors) {
    std::vector<preview_row> rows{{"Table", "Operation", "Details", "Safety"}};
    for (const auto& s : p.steps) {
        if (s.sql.empty()) continue;
        const auto lines = wrapped(s.subject + (s.subject.empty() ? "" : ": ") + details_of(s), 60);
        rows.push_back({table_of(s), s.operation.empty() ? s.title : s.operation, lines[0],
                        std::string{safety_of(s.risk)}});
        for (std::size_t i = 1; i < lines.size(); ++i) rows.push_back({"", "", lines[i], ""});
    }
    std::array<std::size_t, 4> widths{};
    for (const auto& r : rows)
        for (std::size_t i = 0; i < r.size(); ++i) widths[i] = std::max(widths[i], width_of(r[i]));
    if (boxes) write_rule(out, widths, true, "┌", "┬", "┐");
    write_row(out, rows[0], widths, boxes, false);
    write_rule(out, widths, boxes, "├", "┼", "┤");
    for (std::size_t i = 1; i < rows.size(); ++i) write_row(out, rows[i], widths, boxes, colors);
    if (boxes) write_rule(out, widths, true, "└", "┴", "┘");
}

[[nodiscard]] inline std::string time_text(std::chrono::milliseconds t) {
    if (t < std::chrono::milliseconds{100}) return "less than 100 ms";
    if (t < std::chrono::seconds{10}) return "about " + std::to_string(t.count()) + " ms";
    if (t < std::chrono::minutes{10}) return "about " + std::to_string(t.count() / 1000) + " s";
    return "about " + std::to_string(t.count() / 60'000) + " minutes";
}

/// A statement whose further lines stand under the first.
inline void write_statement(std::string& out, std::string_view text) {
    out += "  ";
    for (const char c : text) {
        out += c;
        if (c == '\n') out += "  ";
    }
    out += ";\n";
}

inline void write_sql(std::string& out, const plan& p) {
    out += "\nStatements:\n";
    int open = no_transaction;
    const auto end = [&] {
        if (open != no_transaction) out += "  COMMIT;\n";
        open = no_transaction;
    };
    for (const auto& s : p.steps) {
        if (s.sql.empty()) continue;
        const bool alone = s.transaction == no_transaction || in_batches(s.kind);
        if (alone || s.transaction != open) end();
        if (!alone && open == no_transaction) {
            out += "  BEGIN;\n";
            open = s.transaction;
        }
        if (s.kind == step_kind::backfill) out += "  -- in batches, until no row changes:\n";
        if (s.kind == step_kind::batches) out += "  -- in batches, along the key:\n";
        if (s.kind == step_kind::verify) out += "  -- no row may come:\n";
        // Of batches along a key, the one between two keys tells what is done.
        if (s.kind == step_kind::batches && s.sql.size() > 2) write_statement(out, s.sql[2]);
        else
            for (const auto& text : s.sql) write_statement(out, text);
    }
    end();
}

inline void write_assessment(std::string& out, const plan& p) {
    out += "\nAssessment:\n";
    const auto risk = p.risk();
    out += "  - risk: " + std::string{name_of(risk)} + '\n';
    out += risk <= risk::low ? "  - programs of the former version go on as before\n"
                             : "  - programs of the former version may notice:\n";
    if (risk > risk::low)
        for (const auto& s : p.steps)
            if (s.risk > risk::low) out += "      " + s.title + " (" + std::string{name_of(s.risk)} + ")\n";
    if (!p.loses_data()) out += "  - no data is lost\n";
    for (const auto& s : p.steps)
        if (s.loses_data) out += "  - DATA IS LOST: " + s.title + '\n';
    out += "  - estimated time: " + time_text(p.estimate()) + '\n';
    std::size_t undone = 0;
    for (const auto& s : p.steps)
        if (s.irreversible.empty()) ++undone;
    if (p.reversible())
        out += "  - rollback: all of it, " + std::to_string(undone) + (undone == 1 ? " step\n" : " steps\n");
    for (const auto& s : p.steps)
        if (!s.irreversible.empty())
            out += (s.undo.empty() ? "  - cannot be undone: " : "  - comes back empty: ") + s.title + " (" +
                   s.irreversible + ")\n";
}

inline void write_finding(std::string& out, const finding& f) {
    out += "  - ";
    if (!f.code.empty()) out += std::string{f.code} + " ";
    out += std::string{name_of(f.severity)} + (f.table.empty() ? "" : ", ") + f.table +
           (f.column.empty() ? "" : "." + f.column) + ": " + f.message + '\n';
    if (!f.ignored.empty()) out += "      ignored: " + f.ignored + '\n';
    else if (!f.instead.empty()) out += "      instead: " + f.instead + '\n';
}

} // namespace detail

DATAFLOW_RUNTIME std::string preview(const plan& p, const preview_options& how) {
    std::string out;
    if (p.empty() && p.unknown.empty() && p.findings.empty())
        return "Nothing to change: the database is as the models want it.\n";
    if (!p.steps.empty()) {
        out += "Changes:\n";
        detail::write_table(out, p, how.boxes, how.colors);
        if (how.sql) detail::write_sql(out, p);
        bool first = true;
        for (const auto& s : p.steps)
            for (const auto& f : s.findings) {
                if (std::exchange(first, false)) out += "\nFindings:\n";
                detail::write_finding(out, f);
            }
        detail::write_assessment(out, p);
    }
    if (!p.findings.empty()) out += "\nIgnored findings:\n";
    for (const auto& f : p.findings) detail::write_finding(out, f);
    for (const auto& q : p.questions)
        out += "\nQuestion about " + q.table + ": " + q.text + "\n  to answer it: " + q.answer + '\n';
    if (!p.unknown.empty()) out += "\nLeft as it is:\n";
    for (const auto& u : p.unknown) out += "  - " + u + '\n';
    return out;
}

} // namespace dataflow::migrate
