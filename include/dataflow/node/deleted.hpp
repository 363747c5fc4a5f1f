// Records that are marked as deleted: seen by a read that asks for them, brought back, taken away for good.
// docs/soft-delete.md.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/detail/around.hpp>
#include <dataflow/node/detail/key.hpp>
#include <dataflow/node/plain_node.hpp>
#include <dataflow/node/read_around.hpp>
#include <dataflow/node/refused_rows.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/node/table_sets.hpp>
#include <dataflow/query/contents.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/sql/parts.hpp>
#include <dataflow/sql/statement.hpp>

#include <cstdint>
#include <span>
#include <type_traits>

namespace dataflow::node_ {

namespace detail {

template <class... M>
constexpr bool any_marked(query::types<M...>) {
    return (false || ... || (!std::is_same_v<M, any_model> && options_of<M>.soft_delete));
}
/// `Only`: of the first model no others.
template <class Node, bool Only, fixed_string Name>
constexpr auto find_with_deleted_verdict() {
    if constexpr (!rule::is_ok<around_verdict<Name, Node>>) return around_verdict<Name, Node>{};
    else if constexpr (!Node::writes().empty())
        return rule::a_node_that_writes_sees_deleted_records<typename Node::model>{};
    else if constexpr (Only && !any_marked(query::types<typename Node::model>{}))
        return rule::a_model_without_soft_delete_has_no_deleted_records<typename Node::model>{};
    else if constexpr (any_marked(models_of_node<Node>{})) return rule::ok{};
    else return rule::a_model_without_soft_delete_has_no_deleted_records<typename Node::model>{};
}
template <class M>
constexpr auto find_marked_verdict() {
    if constexpr (!schema::is_written<M>) return schema::written_verdict<M>{};
    else if constexpr (!options_of<M>.soft_delete)
        return rule::a_model_without_soft_delete_has_no_deleted_records<M>{};
    else return rule::ok{};
}

} // namespace detail

/// A node that reads, and sees the records that are marked as deleted, of all of its tables (`Seen`:
/// `sql::policy_variant`). `Name`: the function that made it.
template <class Node, std::uint64_t Seen, fixed_string Name>
struct seeing_deleted : read_around<seeing_deleted<Node, Seen, Name>, Node, Name> {
    static constexpr std::uint64_t seen = Seen;

    constexpr explicit seeing_deleted(const Node& node) : seeing_deleted::read_around(node) {}

    template <class Run>
    [[nodiscard]] static auto inside(context& c, const Run& run) {
        auto seeing = c.with_variants(Seen);
        return run(seeing);
    }
};

template <std::uint64_t Seen, fixed_string Name, class Node>
[[nodiscard]] constexpr auto see_deleted(const Node& node) {
    using plain = plain_node<Node>;
    constexpr bool only = Seen == sql::policy_variant::only_deleted;
    using verdict = rule::diagnostic<decltype(detail::find_with_deleted_verdict<plain, only, Name>())>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return detail::same_or_refused(node);
    else return seeing_deleted<plain, Seen, Name>{static_cast<const plain&>(node)};
}

/// Writes what brings a deleted record back, or takes it away.
constexpr void write_restore(sql::writer& w, const sql::statement& s) {
    const auto& t = *s.table;
    const auto mark = t.columns[static_cast<std::size_t>(t.policy.deleted_mark())].name;
    const bool restores = s.what == sql::verb::update;
    w << (restores ? "UPDATE " : "DELETE FROM ");
    w.table(t.name);
    if (restores) {
        (w << " SET ").identifier(mark) << " = NULL";
        sql::write_stamps(w, t, schema::stamp::on_update);
    }
    w << " WHERE ";
    sql::columns_equal(w, t, t.key, [&](std::size_t i) { w.value({sql::value_source::origin::key, i}); });
    sql::write_tenant(w, t, " AND ");
    (w << " AND ").identifier(mark) << " IS NOT NULL";
    (void)sql::return_record(w, s);
}

/// Runs it: fills the record that was brought back, and throws not_found where none was.
void restore_by_key(context& c, const sql::statement& s, std::span<const field_access> key_fields,
                    const void* key, std::span<const field_access> fields, void* record);
[[nodiscard]] bool purge_by_key(context& c, const sql::statement& s, std::span<const field_access> key_fields,
                                const void* key);

template <class M>
struct restore_node {
    using model = M;
    using output = record<M>;
    static constexpr tables_read<restore_node> reads{};
    static constexpr tables_written<restore_node, true> writes{};
    static inline constinit sql::statement_id cache{};
    static constexpr sql::statement statement{.node = "restore",
                                              .table = &schema::table_of<M>,
                                              .what = sql::verb::update,
                                              .back = sql::returning::record,
                                              .cache = &cache,
                                              .writes = true,
                                              .own_text = &write_restore};
    held_key<M> key{};

    output execute(context& c) const {
        output out;
        restore_by_key(c, statement, key_fields<M>, &key, schema::fields_of<M>, &out);
        return out;
    }
    [[nodiscard]] constexpr std::uint64_t variant() const { return 0; }
};

template <class M>
struct purge_node {
    using model = M;
    using output = bool;
    static constexpr tables_read<purge_node> reads{};
    static constexpr tables_written<purge_node, true> writes{};
    static inline constinit sql::statement_id cache{};
    static constexpr sql::statement statement{.node = "purge",
                                              .table = &schema::table_of<M>,
                                              .what = sql::verb::erase,
                                              .cache = &cache,
                                              .writes = true,
                                              .repeatable = true,
                                              .own_text = &write_restore};
    held_key<M> key{};

    output execute(context& c) const { return purge_by_key(c, statement, key_fields<M>, &key); }
    [[nodiscard]] constexpr std::uint64_t variant() const { return 0; }
};

} // namespace dataflow::node_

namespace dataflow {

/// A read, a list, a count, a select, ... that sees deleted records, too, of all of its tables:
/// `df::with_deleted(df::list<Note>().where(...))`. It is written around the whole node.
template <class Node>
[[nodiscard]] constexpr auto with_deleted(const Node& node) {
    return node_::see_deleted<sql::policy_variant::with_deleted, "with_deleted">(node);
}
/// The same that sees of its first model the deleted records alone: `df::only_deleted(df::list<Note>())`. Of
/// other models (joins, children, subqueries) it sees all records.
template <class Node>
[[nodiscard]] constexpr auto only_deleted(const Node& node) {
    return node_::see_deleted<sql::policy_variant::only_deleted, "only_deleted">(node);
}

/// Brings the deleted record with this key back, and gives it. Throws not_found where no deleted record has
/// the key, and unique_violation where another record has taken what must be unique.
template <class M, class... Key>
[[nodiscard]] constexpr auto restore(Key&&... key) {
    using verdict = rule::first_broken<rule::diagnostic<decltype(node_::detail::find_marked_verdict<M>())>,
                                       node_::detail::given_key_verdict<M, sizeof...(Key)>,
                                       node_::by_key_verdict<M, Key...>>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return node_::refused_as<node_::refused_record<M>>{};
    else
        return node_::restore_node<M>{
            node_::hold_key<M>(node_::restore_node<M>::statement, static_cast<Key&&>(key)...)};
}

/// Takes the deleted record with this key away for good; gives whether there was one. A record that is not
/// marked as deleted stays. Throws foreign_key_violation where other records refer to it.
template <class M, class... Key>
[[nodiscard]] constexpr auto purge(Key&&... key) {
    using verdict = rule::first_broken<rule::diagnostic<decltype(node_::detail::find_marked_verdict<M>())>,
                                       node_::detail::given_key_verdict<M, sizeof...(Key)>,
                                       node_::by_key_verdict<M, Key...>>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return node_::refused_as<bool>{};
    else
        return node_::purge_node<M>{
            node_::hold_key<M>(node_::purge_node<M>::statement, static_cast<Key&&>(key)...)};
}

// Without a model.
template <std::nullptr_t = nullptr, class Given, class... More>
[[nodiscard]] constexpr auto restore(const Given&, const More&...) {
    using verdict = rule::diagnostic<rule::a_node_by_key_does_not_name_its_model<"restore", Given>>;
    static_assert(rule::told<verdict>::verdict);
    return node_::refused_as<node_::refused_output>{};
}
template <std::nullptr_t = nullptr, class Given, class... More>
[[nodiscard]] constexpr auto purge(const Given&, const More&...) {
    using verdict = rule::diagnostic<rule::a_node_by_key_does_not_name_its_model<"purge", Given>>;
    static_assert(rule::told<verdict>::verdict);
    return node_::refused_as<bool>{};
}

} // namespace dataflow

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/node/deleted.ipp>
#endif
