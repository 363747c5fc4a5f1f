// Create: one record, from a whole struct or from assignments.
#pragma once

#include <dataflow/node/assignments.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/diagnose.hpp>
#include <dataflow/node/keys.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/sql/modify.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <type_traits>
#include <utility>

namespace dataflow::node_ {

template <class M>
struct create_statement {
    static inline constinit sql::slots cache{};
    static constexpr sql::statement value{
        .node = "create", .table = &schema::table_of<M>, .write = &sql::write_create, .cache = &cache, .writes = true};
};

namespace detail {

inline void write_advance(sql::writer& w, const sql::statement& s) {
    const auto& t = *s.table;
    w << "SELECT count(setval(s.sequence, ";
    const int n = w.parameter();
    w << ")) FROM (SELECT pg_get_serial_sequence(";
    w.name_literal(t.name) << ", ";
    w.literal(t.columns[static_cast<std::size_t>(t.generated_key)].name)
        << ")::regclass AS sequence) AS s WHERE ";
    w.repeat(n) << " > coalesce(pg_sequence_last_value(s.sequence), 0)";
}

} // namespace detail

/// PostgreSQL: a key that a caller gave is never given again by the sequence, as SQLite's AUTOINCREMENT
/// does by itself.
inline void advance_sequence(context& c, const sql::statement& like, std::int64_t key) {
    const sql::statement s{.node = like.node, .table = like.table, .write = &detail::write_advance, .writes = true};
    std::int64_t ignored = 0;
    one_row row{&ignored};
    const std::array<field_access, 1> fields{field_access{0, &schema::info_of<std::int64_t>, "count"}};
    auto target = row.target(fields);
    const auto v = value::of_integer(storage::int64, key);
    c.connection().run(s, 0, std::span{&v, 1}, &target);
}

/// Inserts a record whose fields are set, and completes it: the key where the database makes it, and
/// the managed times. The same code for all models.
inline void insert(context& c, const sql::statement& s, std::span<const field_access> fields, void* record) {
    const auto& t = *s.table;
    complete_key(s, fields, record);
    if (t.created_at >= 0 || t.updated_at >= 0) stamp(t, fields, record, context::now(), true);
    const bool made = key_is_made(t, fields, record);
    try {
        if (!made) {
            if (t.generated_key < 0 || !c.postgres()) {
                c.connection().run_with_fields(s, 0, record, fields, -1, nullptr);
                return;
            }
            const auto key = load(fields[static_cast<std::size_t>(t.generated_key)], record).integer;
            c.atomically([&] {
                c.connection().run_with_fields(s, 0, record, fields, -1, nullptr);
                advance_sequence(c, s, key);
            });
            return;
        }
        const auto& key = fields[static_cast<std::size_t>(t.generated_key)];
        if (c.postgres()) {
            one_row row{record};
            auto target = row.target(std::span{&key, 1});
            c.connection().run_with_fields(s, sql::insert_variant::key_made, record, fields, t.generated_key, &target);
        } else {
            const auto done = c.connection().run_with_fields(s, sql::insert_variant::key_made, record, fields, t.generated_key, nullptr);
            (void)store_integer(*key.type, at(key, record), done.last_key);
        }
    } catch (const foreign_key_violation& e) {
        if (c.postgres()) throw;
        error_info info = e.info();
        name_missing_parent(c, t, fields, record, info);
        throw foreign_key_violation(std::move(info));
    }
}

/// Creates a record from a whole struct.
template <class M>
struct create_node {
    using model = M;
    using output = record<M>;
    static constexpr bool writes = true;
    static constexpr const sql::statement& statement = create_statement<M>::value;

    M fields;

    output execute(context& c) && {
        output out{std::move(fields)};
        insert(c, statement, schema::fields_of<M>, &out);
        return out;
    }
    output execute(context& c) const& {
        output out{fields};
        insert(c, statement, schema::fields_of<M>, &out);
        return out;
    }
    /// The variant of the statement that the node would run.
    [[nodiscard]] constexpr std::uint64_t variant() const {
        constexpr int key = schema::table_of<M>.generated_key;
        if constexpr (key < 0) return 0;
        else if constexpr (schema::has_managed_key<M>) return sql::insert_variant::key_made;
        else return reflect::get<static_cast<std::size_t>(key)>(fields).value == 0 ? sql::insert_variant::key_made : 0;
    }
};

/// Creates a record from assignments; the other fields have the struct's own defaults, or are filled by
/// the wires of a workflow.
template <class M, class... A>
struct create_with {
    using model = M;
    using output = record<M>;
    static constexpr bool writes = true;
    static constexpr const sql::statement& statement = create_statement<M>::value;
    using given = assignments<M, A...>;

    given items;

    /// The struct as the assignments leave it.
    [[nodiscard]] M start() const {
        M out{};
        node_::apply(out, items.items);
        return out;
    }
    /// The verdict on running it outside of a workflow.
    [[nodiscard]] static constexpr auto alone() {
        constexpr int open = first_unfilled([](std::string_view) { return false; });
        if constexpr (open < 0) return rule::kept{};
        else return rule::a_required_field_is_filled_by_nothing<M, schema::detail::field_text<M, static_cast<std::size_t>(open)>>{};
    }
    output execute(context& c) const {
        static_assert(rule::shown<decltype(alone())>{});
        return create_node<M>{start()}.execute(c);
    }
    [[nodiscard]] constexpr std::uint64_t variant() const { // the key is made unless it is assigned
        constexpr int at = schema::table_of<M>.generated_key;
        if constexpr (at < 0) return 0;
        else return given::assigns(schema::table_of<M>.columns[static_cast<std::size_t>(at)].name) ? 0 : sql::insert_variant::key_made;
    }

    /// The first field that neither an assignment, nor a default, nor (as `wired` says) a wire fills; or -1.
    template <class Wired>
    [[nodiscard]] static constexpr int first_unfilled(Wired wired) {
        const auto& t = schema::table_of<M>;
        for (std::size_t i = 0; i < t.own_columns; ++i) {
            const auto& column = t.columns[i];
            const bool optional_key = column.generated || (column.key && column.type->memory == layout::uuid);
            if (optional_key || column.nullable() || column.given != schema::initialiser::absent) continue;
            if (given::assigns(column.name) || wired(column.name)) continue;
            return static_cast<int>(i);
        }
        return -1;
    }
};

namespace detail {
template <class M, class... A>
constexpr auto find_create_verdict() {
    if constexpr (!schema::is_model<M>) return schema::model_verdict<M>{};
    else return create_assignments_verdict<M, A...>{};
}
} // namespace detail
template <class M, class... A>
using create_verdict = rule::shown<decltype(detail::find_create_verdict<M, A...>())>;

} // namespace dataflow::node_

namespace dataflow {

/// A new record with these fields. A key of 0 (or a nil UUID) is made for it; another is kept.
/// Gives the record. Throws unique_violation, foreign_key_violation, check_violation, invalid_value.
template <class M>
    requires reflect::aggregate<std::remove_cvref_t<M>> && (!query::is_assignment<M>)
[[nodiscard]] constexpr auto create(M&& fields) {
    using model = std::remove_cvref_t<M>;
    static_assert(schema::model_verdict<model>{});
    if constexpr (!schema::is_model<model>) return node_::refused{};
    else return node_::create_node<model>{std::forward<M>(fields)};
}

/// A new record of model M from assignments: `df::create<Order>(field<&Order::status> = "new")`.
template <class M, class... A>
    requires(!(std::is_base_of_v<M, A> || ...)) // a whole struct is for the other one
[[nodiscard]] constexpr auto create(A... assignments) {
    using verdict = node_::create_verdict<M, A...>;
    static_assert(verdict{});
    if constexpr (!rule::is_kept<verdict>) return node_::refused{};
    else return node_::create_with<M, A...>{node_::make_assignments<M>(std::tuple<A...>{std::move(assignments)...})};
}

} // namespace dataflow
