// A record becomes again what it was: `df::restore_version<Note>(key, 3)`. docs/history.md.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/core/types.hpp>
#include <dataflow/core/whole.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/detail/key.hpp>
#include <dataflow/node/history.hpp>
#include <dataflow/node/refused_rows.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/node/table_sets.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/sql/as_of.hpp>
#include <dataflow/sql/parts.hpp>
#include <dataflow/sql/statement.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace dataflow::node_ {

/// The bits of its variants.
struct restore_bits {
    static constexpr std::uint64_t at_time = 1; ///< the version of a time, not that of a number
    static constexpr std::uint64_t anew = 2;    ///< of a record that is gone: it is inserted
    static constexpr std::uint64_t look = 4;    ///< the version is read
};

/// Whether a restore gives a column what the version has.
[[nodiscard]] constexpr bool is_restored(const schema::column& c) noexcept {
    return c.managed_by == schema::managed::none && !c.key;
}
/// Of `restore_version`: an UPDATE of the record, or an INSERT, or the version alone.
constexpr void write_restore_version(sql::writer& w, const sql::statement& s) {
    using stamp = schema::stamp;
    const auto& t = *s.table;
    const bool anew = (w.variant() & restore_bits::anew) != 0;
    const auto name = [&](std::size_t i) { w.identifier(t.columns[i].name); };
    const auto listed_if = [&](auto is, auto item) {
        bool first = true;
        for (std::size_t i = 0; i < t.columns.size(); ++i) {
            if (!is(i)) continue;
            if (!first) w << ", ";
            first = false;
            item(i);
        }
        return !first;
    };
    const auto version = [&] { // of a record that was deleted no version is one
        w << " FROM ";
        w.table(t.history->name);
        write_where_key(w, t);
        w << " AND ";
        if ((w.variant() & restore_bits::at_time) != 0) sql::write_as_of(w);
        else (w.identifier(schema::history_number) << " = ").value({sql::value_source::origin::argument, 0});
        if (t.policy.deleted_mark() >= 0) {
            w << " AND ";
            name(static_cast<std::size_t>(t.policy.deleted_mark()));
            w << " IS NULL";
        }
    };
    if ((w.variant() & restore_bits::look) != 0) {
        w << "SELECT ";
        sql::record_columns(w, t);
        return version();
    }
    const auto own = [&](std::size_t i) { return is_restored(t.columns[i]); };
    if (!anew) {
        w << "UPDATE ";
        w.table(t.name) << " SET ";
        bool any = false;
        for (std::size_t i = 0; i < t.columns.size(); ++i) any = any || own(i);
        if (any) {
            w << "(";
            listed_if(own, name);
            w << ") = (SELECT ";
            listed_if(own, name);
            version();
            w << ")";
        }
        if (const int mark = t.policy.deleted_mark(); mark >= 0) {
            if (any) w << ", ";
            any = true;
            name(static_cast<std::size_t>(mark));
            w << " = NULL";
        }
        sql::write_stamps(w, t, stamp::on_update, any ? ", " : "");
        if (!any && t.policy.stamps.empty()) { // of a key alone
            name(t.key[0]);
            w << " = ";
            name(t.key[0]);
        }
        write_where_key(w, t);
        w << " AND EXISTS (SELECT 1";
        version();
        w << ")";
    } else {
        const auto stored = [&](std::size_t i) {
            const auto by = t.columns[i].managed_by;
            return by != schema::managed::deleted_at && by != schema::managed::database;
        };
        w << "INSERT INTO ";
        w.table(t.name) << " (";
        listed_if(stored, name);
        w << ") SELECT ";
        listed_if(stored, [&](std::size_t i) {
            switch (t.columns[i].managed_by) {
            case schema::managed::updated_at:
                if (const auto* set = t.policy.stamp_of(i, stamp::on_update); set != nullptr) {
                    sql::write_stored_stamp(w, t, *set);
                    if (w.dialect().typed_values) (w << "::").type(t.columns[i].type->stored);
                }
                return;
            case schema::managed::version: // it counts on
                w << "(SELECT max(";
                name(i);
                w << ") + 1 FROM ";
                w.table(t.history->name);
                write_where_key(w, t);
                w << ")";
                return;
            default: name(i); return;
            }
        });
        version();
    }
    (void)sql::return_record(w, s);
}

/// Runs it: fills the record, and throws not_found where there is no such version.
void restore_a_version(context& c, const sql::statement& s, const sql::bindings& bound, std::uint64_t variant,
                       std::span<const field_access> fields, void* record);

template <class M>
struct restore_version_node {
    using model = M;
    using output = record<M>;
    static constexpr tables_read<restore_version_node> reads{};
    static constexpr tables_written<restore_version_node, true> writes{};
    static inline constinit sql::statement_id cache{};
    static constexpr sql::statement statement{.node = "restore_version",
                                              .table = &schema::table_of<M>,
                                              .what = sql::verb::update,
                                              .back = sql::returning::record,
                                              .cache = &cache,
                                              .writes = true,
                                              .own_text = &write_restore_version,
                                              .variants = restore_bits::at_time | restore_bits::anew};
    held_key<M> key{};
    std::int64_t number = 0; ///< or 0, and the time
    timestamp time{};

    output execute(context& c) const {
        output out;
        const auto session = session_as_of(c, time);
        auto mine = c.of(session);
        const auto named = value::of_integer(storage::int64, number);
        restore_a_version(mine, statement,
                          {.arguments = {&named, 1}, .key = &key, .key_fields = key_fields<M>}, variant(),
                          schema::fields_of<M>, &out);
        return out;
    }
    [[nodiscard]] constexpr std::uint64_t variant() const { return number == 0 ? restore_bits::at_time : 0; }
};

namespace detail {
template <class M, class Which>
constexpr auto find_version_verdict() {
    if constexpr (std::is_convertible_v<const Which&, timestamp> ||
                  (std::is_integral_v<Which> && !std::is_same_v<Which, bool>))
        return rule::ok{};
    else return rule::a_version_is_named_by_its_number_or_a_time<M, Which>{};
}
} // namespace detail

} // namespace dataflow::node_

namespace dataflow {

/// Gives the record with this key (a tuple of its parts, of a composite key) the fields that it had in a
/// version, by its number or at a time, and gives it. It is an update like others, with its checks, foreign
/// keys, times, and version. A record that was deleted is there again. Throws not_found where there is no
/// such version, or where the record was marked as deleted in it.
template <class M, class Key, class Which>
[[nodiscard]] constexpr auto restore_version(Key&& key, const Which& which) {
    using verdict =
        rule::first_broken<node_::kept_verdict<M>, schema::write_verdict<M, write_kind::update>,
                           node_::by_key_verdict<M, Key>,
                           rule::diagnostic<decltype(node_::detail::find_version_verdict<M, Which>())>>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return node_::refused_as<node_::refused_record<M>>{};
    else {
        node_::restore_version_node<M> out{
            node_::hold_key<M>(node_::restore_version_node<M>::statement, static_cast<Key&&>(key))};
        if constexpr (std::is_integral_v<Which>) {
            out.number = static_cast<std::int64_t>(which);
            if (which < 1) out.number = -1; // there is none
        } else out.time = which;
        return out;
    }
}

} // namespace dataflow

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/node/restore_version.ipp>
#endif
