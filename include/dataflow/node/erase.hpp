// Erase: one record by its key.
#pragma once

#include <dataflow/node/context.hpp>
#include <dataflow/node/diagnose.hpp>
#include <dataflow/node/keys.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/sql/modify.hpp>

#include <cstdint>
#include <utility>

namespace dataflow::node_ {

template <class M>
struct erase_statement {
    static inline constinit sql::slots cache{};
    static constexpr sql::statement value{
        .node = "delete", .table = &schema::table_of<M>, .write = &sql::write_erase, .cache = &cache, .writes = true};
};

/// Runs a statement that deletes; on SQLite a broken foreign key gets its name.
inline std::int64_t run_delete(context& c, const sql::statement& s, std::uint64_t variant, std::span<const value> values) {
    try {
        return c.connection().run(s, variant, values, nullptr).affected;
    } catch (const foreign_key_violation& e) {
        if (c.postgres()) throw;
        error_info info = e.info();
        name_children(c, *s.table, info);
        throw foreign_key_violation(std::move(info));
    }
}

/// Deletes a record by key; says whether there was one.
template <class M, bool Open = false>
struct erase_node {
    using model = M;
    using output = bool;
    static constexpr bool writes = true;
    static constexpr bool shares_commit = true; // database/shared_write.hpp
    static constexpr bool open_key = Open;
    static constexpr const sql::statement& statement = erase_statement<M>::value;

    key_values<M> key{};

    output execute(context& c) const {
        bound_values<schema::key_size<M>, 0> values;
        bind_key<M>(values, key);
        return run_delete(c, statement, 0, values.span()) != 0;
    }
    [[nodiscard]] constexpr std::uint64_t variant() const { return 0; }
};

} // namespace dataflow::node_

namespace dataflow {

/// Deletes the record with this key; gives whether there was one. (`delete` is a word of the language.)
/// Throws foreign_key_violation where other records refer to it.
template <class M, class... Key>
[[nodiscard]] constexpr auto erase(Key&&... key) {
    using verdict = node_::by_key_verdict<M, Key...>;
    static_assert(verdict{});
    if constexpr (!rule::is_kept<verdict>) return node_::refused{};
    else if constexpr (sizeof...(Key) == 0) return node_::erase_node<M, true>{};
    else return node_::erase_node<M>{node_::make_key<M>(std::forward<Key>(key)...)};
}

} // namespace dataflow
