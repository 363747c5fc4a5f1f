// What a snapshot keeps of a description, member by member: for whatever writes and reads one.
#pragma once

#include <dataflow/catalog/description.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace dataflow::migrate::detail {

struct enumerator_names {
    static constexpr std::string_view kinds[]{"plain", "enumeration", "domain", "composite", "range"};
    static constexpr std::string_view identities[]{"none",     "by_default", "always",
                                                   "sequence", "rowid",      "autoincrement"};
    static constexpr std::string_view generations[]{"none", "stored", "computed_when_read"};
    static constexpr std::string_view actions[]{"none", "restrict", "cascade", "set_null", "set_default"};
    static constexpr std::string_view origins[]{"created", "primary_key", "unique_constraint", "exclusion"};
    static constexpr std::string_view times[]{"after", "before", "instead_of"};
    static constexpr std::string_view relations[]{
        "table", "partitioned_table", "view", "materialized_view", "foreign_table", "virtual_table"};
};

/// The names of an enumeration's values, as C++ spells them.
template <class E>
[[nodiscard]] constexpr constant_list<std::string_view> enumerators() noexcept {
    using names = enumerator_names;
    using list = constant_list<std::string_view>;
    if constexpr (std::is_same_v<E, catalog::type_kind>) return list{names::kinds};
    else if constexpr (std::is_same_v<E, catalog::identity>) return list{names::identities};
    else if constexpr (std::is_same_v<E, catalog::generation>) return list{names::generations};
    else if constexpr (std::is_same_v<E, catalog::action>) return list{names::actions};
    else if constexpr (std::is_same_v<E, catalog::index_origin>) return list{names::origins};
    else if constexpr (std::is_same_v<E, catalog::trigger_time>) return list{names::times};
    else return list{names::relations};
}

/// The name of a type of a description, as C++ spells it.
template <class T>
[[nodiscard]] constexpr std::string_view spelled_type() noexcept {
    if constexpr (std::is_same_v<T, catalog::column_type>) return "column_type";
    else if constexpr (std::is_same_v<T, catalog::column>) return "column";
    else if constexpr (std::is_same_v<T, catalog::primary_key>) return "primary_key";
    else if constexpr (std::is_same_v<T, catalog::unique_constraint>) return "unique_constraint";
    else if constexpr (std::is_same_v<T, catalog::foreign_key>) return "foreign_key";
    else if constexpr (std::is_same_v<T, catalog::index_part>) return "index_part";
    else if constexpr (std::is_same_v<T, catalog::index>) return "index";
    else if constexpr (std::is_same_v<T, catalog::check>) return "check";
    else if constexpr (std::is_same_v<T, catalog::trigger>) return "trigger";
    else if constexpr (std::is_same_v<T, catalog::table>) return "table";
    else if constexpr (std::is_same_v<T, catalog::type_kind>) return "type_kind";
    else if constexpr (std::is_same_v<T, catalog::identity>) return "identity";
    else if constexpr (std::is_same_v<T, catalog::generation>) return "generation";
    else if constexpr (std::is_same_v<T, catalog::action>) return "action";
    else if constexpr (std::is_same_v<T, catalog::index_origin>) return "index_origin";
    else if constexpr (std::is_same_v<T, catalog::trigger_time>) return "trigger_time";
    else return "relation";
}

/// Calls `on(name, member)` with each member that is kept, in the order in which they are declared. What is
/// not kept: numbers of rows, comments, policies, former names; of a type, what its spelling says already.
template <class Of, class On>
constexpr void with_members(Of& of, On&& on) {
    using T = std::remove_const_t<Of>;
    if constexpr (std::is_same_v<T, catalog::column_type>) {
        on("spelled", of.spelled);
        on("kind", of.kind);
        on("base", of.base);
        on("base_kind", of.base_kind);
    } else if constexpr (std::is_same_v<T, catalog::column>) {
        on("name", of.name);
        on("type", of.type);
        on("nullable", of.nullable);
        on("numbered", of.numbered);
        on("generated", of.generated);
        on("computed", of.computed);
        on("kept", of.kept);
        on("zone", of.zone);
        on("stamped", of.stamped);
        on("default_unknown", of.default_unknown);
        on("default_text", of.default_text);
        on("expression", of.expression);
        on("collation", of.collation);
        on("folds", of.folds);
    } else if constexpr (std::is_same_v<T, catalog::primary_key>) {
        on("name", of.name);
        on("columns", of.columns);
    } else if constexpr (std::is_same_v<T, catalog::unique_constraint>) {
        on("name", of.name);
        on("columns", of.columns);
        on("deferrable", of.deferrable);
    } else if constexpr (std::is_same_v<T, catalog::foreign_key>) {
        on("name", of.name);
        on("columns", of.columns);
        on("target_schema", of.target_schema);
        on("target", of.target);
        on("target_columns", of.target_columns);
        on("on_delete", of.on_delete);
        on("on_update", of.on_update);
        on("deferrable", of.deferrable);
        on("deferred", of.deferred);
        on("validated", of.validated);
    } else if constexpr (std::is_same_v<T, catalog::index_part>) {
        on("column", of.column);
        on("expression", of.expression);
        on("collation", of.collation);
        on("folds", of.folds);
        on("descending", of.descending);
        on("nulls_first", of.nulls_first);
    } else if constexpr (std::is_same_v<T, catalog::index>) {
        on("name", of.name);
        on("method", of.method);
        on("parts", of.parts);
        on("predicate", of.predicate);
        on("origin", of.origin);
        on("unique", of.unique);
        on("valid", of.valid);
        on("optional", of.optional);
        on("definition", of.definition);
    } else if constexpr (std::is_same_v<T, catalog::check>) {
        on("name", of.name);
        on("expression", of.expression);
        on("enumeration", of.enumeration);
        on("validated", of.validated);
    } else if constexpr (std::is_same_v<T, catalog::trigger>) {
        on("name", of.name);
        on("events", of.events);
        on("time", of.time);
        on("definition", of.definition);
    } else {
        static_assert(std::is_same_v<T, catalog::table>);
        on("schema", of.schema);
        on("name", of.name);
        on("model", of.model);
        on("in_view", of.in_view);
        on("kind", of.kind);
        on("columns", of.columns);
        on("key", of.key);
        on("unique", of.unique);
        on("foreign_keys", of.foreign_keys);
        on("indexes", of.indexes);
        on("checks", of.checks);
        on("triggers", of.triggers);
        on("definition", of.definition);
        on("partition_key", of.partition_key);
        on("parents", of.parents);
        on("strict", of.strict);
        on("without_rowid", of.without_rowid);
        on("replaces", of.replaces);
        on("row_security", of.row_security);
        on("forced_row_security", of.forced_row_security);
        on("full_text", of.full_text);
        on("read_only", of.read_only);
    }
}

/// Whether a member is a list of a description.
template <class T>
inline constexpr bool is_list = false;
template <class T>
inline constexpr bool is_list<constant_list<T>> = true;

template <class Of, class M>
[[nodiscard]] constexpr bool is_unset(const Of& of, std::string_view name, const M& member);

/// Whether a value is as it is without a word, so that none is written.
template <class T>
[[nodiscard]] constexpr bool is_plain(const T& value, const T& without) {
    if constexpr (is_list<T>) return value.empty();
    else if constexpr (std::is_class_v<T> && !std::is_same_v<T, std::string_view>) {
        bool out = true;
        with_members(value, [&](std::string_view name, const auto& member) {
            out = out && is_unset(without, name, member);
        });
        return out;
    } else return value == without;
}

/// Whether a member is as that of this name is in `of`.
template <class Of, class M>
[[nodiscard]] constexpr bool is_unset(const Of& of, std::string_view name, const M& member) {
    bool out = true;
    with_members(of, [&](std::string_view other, const auto& there) {
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(there)>, M>)
            if (other == name) out = is_plain(member, there);
    });
    return out;
}

} // namespace dataflow::migrate::detail
