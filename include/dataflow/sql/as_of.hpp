// Reads as of a time: a statement with the tables of past versions in place of its own.
#pragma once

#include <dataflow/schema/names.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/policy.hpp>
#include <dataflow/sql/variant.hpp>
#include <dataflow/sql/writer.hpp>

namespace dataflow::rooms::sql {

/// Whether a statement reads the versions of a time.
[[nodiscard]] constexpr bool reads_as_of(const writer& w) noexcept {
    return (w.variant() & policy_variant::as_of) != 0;
}

/// That a version was the one of the time: its period, which begins before its end, has the time in it.
constexpr void write_as_of(writer& w) {
    w.identifier(schema::history_from) << " <= ";
    (write_session(w, schema::session_value::as_of) << " AND (").identifier(schema::history_to) << " > ";
    write_session(w, schema::session_value::as_of) << " OR ";
    w.identifier(schema::history_to) << " IS NULL)";
}

/// The rows of a table in a FROM, which gives them a name after this.
constexpr void write_rows_of(writer& w, const schema::table& t) {
    if (!reads_as_of(w)) {
        w.table(t.name);
        return;
    }
    if (t.history == nullptr) return w.refuse("past versions of a model without history");
    (w << "(SELECT * FROM ").table(t.history->name) << " WHERE ";
    write_as_of(w);
    w << ")";
}
/// The same under the table's own name.
constexpr void write_source(writer& w, const schema::table& t) {
    write_rows_of(w, t);
    if (reads_as_of(w)) (w << " AS ").identifier(t.plain());
}

} // namespace dataflow::rooms::sql
