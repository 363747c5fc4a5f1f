// Writes of one record: what comes back is what the database holds, whatever triggers and rules make of it.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/sql/bindings.hpp>
#include <dataflow/sql/statement.hpp>
#include <dataflow/sql/write.hpp>

#include <cstdint>
#include <optional>
#include <span>

namespace dataflow::node_ {

/// What acts on a statement's table besides the statements themselves. The database is asked at the first
/// write on a connection, and `again`. The reference lasts until the next call.
driver::table_actors& actors_of(context& c, const sql::statement& s, bool again = false);

/// Whether something may act on the table now of which this does not know. SQLite compiles a statement again
/// when the triggers have changed, so there it is what has been compiled since. Elsewhere it is a
/// millisecond: within that time a trigger may come unnoticed.
[[nodiscard]] bool is_old(context& c, const driver::table_actors& known) noexcept;

/// Takes note that the database was asked just now, and has still nothing that acts on the table.
void saw_none(context& c, const sql::statement& s);

/// Whether a record that was not changed is there nevertheless: by its key, or, where the statement has a
/// predicate, by that.
[[nodiscard]] bool record_is_there(context& c, const sql::statement& s, std::uint64_t variant,
                                   const sql::bindings& bound);

/// Throws version_conflict where the one record that a statement is about has another version than the one
/// that was expected. Comes back where it is not there, or has it.
void refuse_other_version(context& c, const sql::statement& s, const sql::bindings& bound,
                          std::int64_t expected);

/// Reads a record by its key, after a trigger may have changed it. Throws not_stored where it is gone.
void read_back(context& c, const sql::statement& s, std::span<const field_access> fields, void* record);

/// SQLite: after a write during which triggers wrote, too, although none were known. Where one of the
/// program's own acts on the table, the record is read again.
void look_again(context& c, const sql::statement& s, unsigned events, std::span<const field_access> fields,
                void* record);

/// Throws not_stored, for the event of a statement.
[[noreturn, gnu::cold]] void fail_not_stored(const sql::statement& s, driver::table_event event);

/// The same of an upsert that neither created a record nor changed one: a deleted one may have its key.
[[noreturn, gnu::cold]] void fail_not_upserted(const sql::statement& s);

/// What a write of one record did.
struct written {
    bool there = false;      ///< a row was written
    std::int64_t beside = 0; ///< SQLite: rows that triggers wrote
};

/// `write_one`, where something may act on the table.
template <class Run, class Absent>
[[gnu::noinline]] void write_one_watched(context& c, const sql::statement& s, unsigned events,
                                         std::span<const field_access> fields, void* record, Run& run,
                                         Absent& absent) {
    auto known = actors_of(c, s);
    const auto& d = c.dialect_data();
    const bool old = (!d.counts_triggers || known.any != 0) && is_old(c, known);
    if (old && known.any != 0) known = actors_of(c, s, true);
    const bool acted = (known.any & events) != 0;
    const bool watch = !d.counts_triggers && old && known.any == 0;
    std::optional<context::scope> whole;
    if (acted) whole.emplace(c, s);
    bool seen = false;
    const written done = run(watch ? sql::single_variant::watch : std::uint64_t{0}, watch ? &seen : nullptr);
    if (!done.there) absent(actors_of(c, s, true));
    // The outcome tells when a trigger wrote; those of options and of full-text searches are not among the
    // known.
    const bool stirred = d.counts_triggers ? done.beside != 0 : seen;
    bool after = (known.after & events) != 0 && (d.knows_trigger_events || stirred);
    if (watch && !seen) saw_none(c, s);
    else if (stirred && !acted && (!d.counts_triggers || is_old(c, known)))
        after = (actors_of(c, s, true).after & events) != 0;
    if (after) read_back(c, s, fields, record);
    if (whole) whole->done();
}

/// Runs a write of one record. `run(more, flag)` runs the statement with these bits of its variant, and
/// `flag` in its target; it gives a `written`. `absent(actors)` has to throw where nothing was written. Where
/// triggers or rules are known, all is done in a transaction of its own, so that nothing stays of what is
/// refused.
template <class Run, class Absent>
[[gnu::always_inline]] inline void write_one(context& c, const sql::statement& s, unsigned events,
                                             std::span<const field_access> fields, void* record, Run run,
                                             Absent absent) {
    if (c.dialect_data().counts_triggers) { // most tables: nothing is known to act on them, and nothing did
        const auto* nothing = c.known_actors(*s.table);
        if (nothing != nullptr && nothing->any == 0) {
            const written done = run(std::uint64_t{0}, nullptr);
            if (!done.there) absent(actors_of(c, s, true));
            if (done.beside != 0) look_again(c, s, events, fields, record);
            return;
        }
    }
    write_one_watched(c, s, events, fields, record, run, absent);
}

} // namespace dataflow::node_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/node/stored.ipp>
#endif
