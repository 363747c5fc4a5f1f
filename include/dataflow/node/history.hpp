// All versions of one record: `df::history<Note>(key)`. docs/history.md.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/core/types.hpp>
#include <dataflow/node/as_of.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/detail/key.hpp>
#include <dataflow/node/refused_rows.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/node/table_sets.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/schema/names.hpp>
#include <dataflow/schema/record.hpp>
#include <dataflow/sql/parts.hpp>
#include <dataflow/sql/statement.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace dataflow {

/// When a version was the record. The time of its end is no part of its period, which is empty where a
/// transaction changed the record again.
struct history_period {
    std::int64_t number = 0; ///< 1 of the first version that was kept with this key
    timestamp valid_from{};
    std::optional<timestamp> valid_to{}; ///< nothing: it is the record as it is now
    bool deleted = false;                ///< the record was deleted when the version ended
};
/// A version of a record.
template <class M>
struct history_version : history_period {
    dataflow::record<M> record{};
};

} // namespace dataflow

namespace dataflow::node_ {

/// Where the parts of a version lie: those of the record first.
template <class M>
inline constexpr auto fields_of_version = [] {
    constexpr auto& own = schema::fields_of<M>;
    constexpr std::size_t before = (sizeof(history_period) + 7) / 8 * 8;
    static_assert(sizeof(history_version<M>) == before + sizeof(record<M>));
    std::array<field_access, own.size() + schema::history_columns.size()> out{};
    std::size_t at = 0;
    for (; at < own.size(); ++at) {
        out[at] = own[at];
        out[at].offset += static_cast<std::uint32_t>(before);
    }
    constexpr std::size_t offsets[]{offsetof(history_period, number), offsetof(history_period, valid_from),
                                    offsetof(history_period, valid_to), offsetof(history_period, deleted)};
    for (std::size_t i = 0; i < schema::history_columns.size(); ++i)
        out[at + i] = {static_cast<std::uint32_t>(offsets[i]),
                       schema::table_of<M>.history->columns[at + i].type, schema::history_columns[i]};
    return out;
}();

/// ` WHERE <key>`, of the tenant of the session.
constexpr void write_where_key(sql::writer& w, const schema::table& t) {
    w << " WHERE ";
    sql::columns_equal(w, t, t.key, [&](std::size_t i) { w.value({sql::value_source::origin::key, i}); });
    sql::write_tenant(w, t, " AND ");
}
/// The versions with a key, oldest first.
constexpr void write_history(sql::writer& w, const sql::statement& s) {
    const auto& t = *s.table;
    w << "SELECT ";
    sql::record_columns(w, t);
    for (const auto c : schema::history_columns) (w << ", ").identifier(c);
    w << " FROM ";
    w.table(t.history->name);
    write_where_key(w, t);
    (w << " ORDER BY ").identifier(schema::history_number);
}

template <class M>
struct history_node {
    using model = M;
    using output = std::vector<history_version<M>>;
    static constexpr tables_read<history_node> reads{};
    static constexpr tables_written<history_node, false> writes{};
    static inline constinit sql::statement_id cache{};
    static constexpr sql::statement statement{
        .node = "history", .table = &schema::table_of<M>, .cache = &cache, .own_text = &write_history};
    held_key<M> key{};

    [[nodiscard]] output execute(context& c) const {
        output out;
        auto target = rows_into(out, fields_of_version<M>);
        c.run(statement, 0, {.key = &key, .key_fields = key_fields<M>}, &target);
        return out;
    }
    [[nodiscard]] constexpr std::uint64_t variant() const { return 0; }
};

} // namespace dataflow::node_

namespace dataflow {

/// All versions that records with this key had, oldest first, with their periods; the record as it is now is
/// the last one. None where there was no such record.
template <class M, class... Key>
[[nodiscard]] constexpr auto history(Key&&... key) {
    using verdict =
        rule::first_broken<node_::kept_verdict<M>, node_::detail::given_key_verdict<M, sizeof...(Key)>,
                           node_::by_key_verdict<M, Key...>>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return node_::refused_as<std::vector<node_::refused_record<M>>>{};
    else
        return node_::history_node<M>{
            node_::hold_key<M>(node_::history_node<M>::statement, static_cast<Key&&>(key)...)};
}

// Without a model.
template <std::nullptr_t = nullptr, class Given, class... More>
[[nodiscard]] constexpr auto history(const Given&, const More&...) {
    using verdict = rule::diagnostic<rule::a_node_by_key_does_not_name_its_model<"history", Given>>;
    static_assert(rule::told<verdict>::verdict);
    return node_::refused_as<std::vector<node_::refused_output>>{};
}

} // namespace dataflow
