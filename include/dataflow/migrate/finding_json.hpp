// A finding in JSON.
#pragma once

#include <dataflow/core/json_members.hpp>
#include <dataflow/migrate/step.hpp>

#include <cstdint>
#include <vector>

namespace dataflow::migrate {

/// Its members, into an object that is open.
inline void write_members(json_::writer& w, const finding& f) {
    json_::write_member(w, "code", f.code);
    json_::write_member(w, "severity", name_of(f.severity));
    json_::write_member(w, "table", f.table);
    json_::write_member(w, "column", f.column);
    json_::write_member(w, "message", f.message);
    json_::write_member(w, "instead", f.instead);
    json_::write_member(w, "ignored", f.ignored);
}

/// `"locks":[{"table":"users","mode":"SHARE"}]`
inline void write_locks(json_::writer& w, const std::vector<held_lock>& locks) {
    w.member("locks");
    w.open_array();
    for (const auto& l : locks) {
        w.element();
        w.open_object();
        json_::write_member(w, "table", l.table);
        json_::write_member(w, "mode", name_of(l.mode));
        w.close_object();
    }
    w.close_array();
}

/// What is done with all rows, as flags.
inline void write_effects(json_::writer& w, std::uint8_t of) {
    json_::write_member(w, "scans", (of & scans) != 0);
    json_::write_member(w, "rewrites", (of & rewrites) != 0);
    json_::write_member(w, "builds_index", (of & builds_index) != 0);
    json_::write_member(w, "writes_rows", (of & writes_rows) != 0);
}

} // namespace dataflow::migrate
