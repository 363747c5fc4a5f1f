// A step of a plan: one thing that is done to a database, and what is known of it before it is done.
#pragma once

#include <dataflow/migrate/risk.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::migrate {

/// The table locks of PostgreSQL, weakest first. On SQLite a writer locks the whole file: `exclusive`, which
/// readers of a file in WAL mode do not wait for.
/// https://www.postgresql.org/docs/current/explicit-locking.html
enum class lock_mode : std::uint8_t {
    none,
    access_share,
    row_share,
    row_exclusive,
    share_update_exclusive,
    share,
    share_row_exclusive,
    exclusive,
    access_exclusive,
};

/// `ACCESS EXCLUSIVE`, as PostgreSQL's pages spell it.
[[nodiscard]] constexpr std::string_view name_of(lock_mode m) noexcept {
    constexpr std::string_view names[]{
        "none",  "ACCESS SHARE",        "ROW SHARE", "ROW EXCLUSIVE",   "SHARE UPDATE EXCLUSIVE",
        "SHARE", "SHARE ROW EXCLUSIVE", "EXCLUSIVE", "ACCESS EXCLUSIVE"};
    return names[static_cast<std::size_t>(m)];
}

/// Whether two sessions can hold these on one table at a time.
[[nodiscard]] constexpr bool conflict(lock_mode a, lock_mode b) noexcept {
    // One bit for each mode that the row's mode conflicts with, from the table of the same page.
    constexpr std::uint16_t against[]{0, 0x100, 0x180, 0x1e0, 0x1f0, 0x1d8, 0x1f8, 0x1fc, 0x1fe};
    return (against[static_cast<std::size_t>(a)] >> static_cast<std::size_t>(b) & 1U) != 0;
}

/// A lock that a step holds, on a table by its name (`orders`, `sales.orders`).
struct held_lock {
    std::string table{};
    lock_mode mode = lock_mode::none;

    friend bool operator==(const held_lock&, const held_lock&) = default;
};

/// What a step does with the rows of a table, as bits; 0: it changes the catalog only.
enum effect : std::uint8_t {
    scans = 1,        ///< all rows are read, to verify them
    rewrites = 2,     ///< all rows are written anew
    builds_index = 4, ///< all rows are read and sorted into an index
    writes_rows = 8,  ///< rows are written one batch after the other (`backfill`)
};

/// How a step is run.
enum class step_kind : std::uint8_t {
    statements, ///< its `sql`, one after the other
    backfill,   ///< its `sql` again and again, each time in a transaction of its own, until it changes no row
    verify,     ///< its `sql` is a query: a row that it gives is a row in the way, and the plan stops there
    batches,    ///< along a key, each batch in a transaction of its own; its `sql` is: a query of the first
                ///< key; one of the key with which the batch after `{dataflow:0}` begins; the batch from
                ///< `{dataflow:0}` to before `{dataflow:1}`; and the last one, from `{dataflow:0}`
};

/// A step stands in the transaction of this number, or in none.
inline constexpr int no_transaction = -1;

/// What the analysis found about a step: see migrate/lint.hpp.
struct finding {
    std::string_view code{}; ///< `DF-B01`
    risk severity = risk::none;
    std::string table{};
    std::string column{};  ///< empty where it is about the table
    std::string message{}; ///< what happens, and why
    std::string instead{}; ///< what to do instead; empty where nothing is better
    std::string ignored{}; ///< the reason for which it is ignored; empty where it counts
};

/// Whether a step's statements are run batch by batch, each in a transaction of its own.
[[nodiscard]] constexpr bool in_batches(step_kind k) noexcept {
    return k == step_kind::backfill || k == step_kind::batches;
}

struct step {
    step_kind kind = step_kind::statements;
    std::string title{};              ///< `add column users.age`; for people
    std::string operation{};          ///< `add column`; empty: the title is all that is known
    std::string subject{};            ///< what of the table it is about: `age`; may be empty
    std::string table{};              ///< the table that it is about
    std::vector<std::string> sql{};   ///< without semicolons at the end; empty: it does nothing now, and its
                                      ///< `undo`, of the same kind, is a part of the way back
    std::string function{};           ///< of batches: the function of the program that changes the rows; then
                                      ///< the batches are queries of the rows that it gets, and after them
                                      ///< comes the statement that writes one
    int transaction = no_transaction; ///< steps next to each other that have one number are one transaction
    bool without_foreign_keys = false; ///< SQLite: foreign keys are not enforced in its transaction: turned
                                       ///< off before it, and on again after it
    std::vector<held_lock> locks{};    ///< until the end of its transaction
    std::uint8_t effects = 0;          ///< of `effect`
    std::int64_t rows = -1; ///< how many rows it reads or writes, about; -1: not known, or it touches none
    std::chrono::milliseconds estimate{0};
    dataflow::risk risk = dataflow::risk::none;
    bool loses_data = false;
    std::vector<std::string> undo{}; ///< what takes it back; empty where nothing does
    std::string irreversible{};      ///< the reason why nothing takes it back; empty where `undo` does. With
                                     ///< both, `undo` makes a column again, but not what it held
    std::string done{}; ///< a query that gives a row if the step has been done already: where a run that was
                        ///< killed goes on. Empty: its transaction says so
    std::string leftover{}; ///< a query that gives a row if a run that was killed left half of it behind (an
                            ///< invalid index), which `clean` removes first
    std::vector<std::string> clean{};
    std::vector<finding> findings{};

    /// Whether undoing brings back the shape of a table, and not all that was in it.
    [[nodiscard]] bool comes_back_empty() const noexcept { return !irreversible.empty() && !undo.empty(); }
    /// The risk that counts: without the findings that are ignored, where it was theirs.
    [[nodiscard]] dataflow::risk risk_left() const noexcept {
        auto left = dataflow::risk::none;
        bool ignored = false;
        for (const auto& f : findings)
            if (f.ignored.empty()) left = greater(left, f.severity);
            else ignored = ignored || f.severity >= risk;
        return ignored && left < risk ? left : risk;
    }
};

} // namespace dataflow::migrate
