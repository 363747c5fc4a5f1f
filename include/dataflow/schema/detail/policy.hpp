// What a table's options add to every statement about it, as plain data: which rows a statement may see, and
// which columns it sets by itself. The writers of sql/ read it (sql/policy.hpp), so that no statement can
// forget it.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/schema/write_kind.hpp>

#include <cstddef>
#include <cstdint>

namespace dataflow::schema {

/// What a session knows. Each is a text, but for the time of a read of past versions.
enum class session_value : std::uint8_t { tenant, actor, request, address, as_of };

/// A condition that each row fulfills which a statement sees, joins, changes or deletes.
struct guard {
    enum class condition : std::uint8_t {
        is_null, ///< the column is NULL; of records that are marked as deleted. `.with_deleted()` lifts it
        equals_session, ///< the column is equal to a value of the session; a session of all tenants has none
    };
    std::uint16_t column = 0;
    condition what = condition::is_null;
    session_value which = session_value::tenant; ///< of `equals_session`
};

/// A column that the library sets.
struct stamp {
    /// When, as bits.
    static constexpr std::uint8_t on_insert = 1;
    static constexpr std::uint8_t on_update = 2;
    static constexpr std::uint8_t on_erase = 4;

    enum class source : std::uint8_t {
        now,      ///< the time of the run
        session,  ///< a value of the session
        number,   ///< a constant
        plus_one, ///< one more than the column has
    };
    std::uint16_t column = 0;
    std::uint8_t when = 0;
    source what = source::now;
    session_value which = session_value::tenant; ///< of `session`
    std::int64_t number = 0;                     ///< of `number`
};

/// All that a table's options add.
struct policy {
    constant_list<guard> guards{};
    constant_list<stamp> stamps{};
    int partition = -1; ///< the column that leads keys, unique constraints, foreign keys and indexes; or -1
    bool erase_updates = false;             ///< a record is deleted by the stamps `on_erase`, not taken away
    int version = -1;                       ///< the column that counts the changes of a record; or -1
    bool audited = false;                   ///< triggers write each change into the audit log
    bool secured = false;                   ///< PostgreSQL shows the records of the session's tenant alone
    constant_list<std::uint16_t> secrets{}; ///< the columns whose values stand in no log
    write_kind without = write_kind::none;  ///< the writes that triggers refuse
    int rows_per_tenant = 0;                ///< how many rows of a tenant they let in; 0: any
    constant_list<std::uint16_t> immutable{}; ///< the columns whose changes they refuse

    /// Whether triggers refuse something.
    [[nodiscard]] constexpr bool protects() const noexcept {
        return without != write_kind::none || !immutable.empty();
    }

    /// The column that is NULL in each record that is not deleted; or -1.
    [[nodiscard]] constexpr int deleted_mark() const noexcept {
        for (const auto& g : guards)
            if (g.what == guard::condition::is_null) return g.column;
        return -1;
    }
    /// The stamp of a column on an event, or null.
    [[nodiscard]] constexpr const stamp* stamp_of(std::size_t column, std::uint8_t event) const noexcept {
        for (const auto& s : stamps)
            if (s.column == column && (s.when & event) != 0) return &s;
        return nullptr;
    }
};

} // namespace dataflow::schema
