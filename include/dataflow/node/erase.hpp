// Erase: one record by its key.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/detail/key.hpp>
#include <dataflow/node/detail/named_version.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/node/table_sets.hpp>
#include <dataflow/sql/write.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace dataflow::node_ {

template <class M>
struct erase_statement {
    static inline constinit sql::statement_id cache{};
    static constexpr sql::statement value{.node = "erase",
                                          .table = &schema::table_of<M>,
                                          .what = sql::verb::erase,
                                          .match = sql::row_match::key,
                                          .cache = &cache,
                                          .writes = true,
                                          .repeatable = true};
};

/// Runs a statement that deletes; on SQLite a broken foreign key gets its name. Gives how many it deleted.
std::int64_t run_delete(context& c, const sql::statement& s, std::uint64_t variant,
                        const sql::bindings& bound);

/// The same once for each row of keys.
std::int64_t run_delete_each(context& c, const sql::statement& s, const rows_view& keys);

/// Deletes a record by key; says whether there was one. `expected`: the version that it must have, or 0; then
/// throws version_conflict, and not_found.
bool erase_by_key(context& c, const sql::statement& s, std::span<const field_access> key_fields,
                  const void* key, std::int64_t expected = 0);

template <class M, bool Open = false>
struct erase_node : named_version<options_of<M>.versioned> {
    using model = M;
    using output = bool;
    static constexpr tables_read<erase_node> reads{};
    static constexpr tables_written<erase_node, true> writes{};
    static constexpr bool shares_commit = true; // database/detail/shared_write.hpp
    static constexpr bool open_key = Open;
    static constexpr const sql::statement& statement = erase_statement<M>::value;

    held_key<M> key{};

    output execute(context& c) const {
        return erase_by_key(c, statement, key_fields<M>, &key, this->expected);
    }
    [[nodiscard]] constexpr std::uint64_t variant() const { return this->version_bits(); }

    /// The same, of a record that has still this version. Else it throws version_conflict, which tells both,
    /// or not_found where the record is gone.
    template <class Given>
    [[nodiscard]] constexpr auto if_version(const Given& version) const {
        using checked = version_verdict<M, Given>;
        static_assert(rule::told<checked>::verdict);
        return at_version(*this, version);
    }
};

} // namespace dataflow::node_

namespace dataflow {

/// Deletes the record with this key; gives whether there was one. (`delete` is a word of the language.)
/// Throws foreign_key_violation where other records refer to it.
template <class M, class... Key>
[[nodiscard]] constexpr auto erase(Key&&... key) {
    using verdict = node_::erase_verdict<M, Key...>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return node_::refused_as<bool>{};
    else if constexpr (sizeof...(Key) == 0) return node_::erase_node<M, true>{};
    else
        return node_::erase_node<M>{
            {}, node_::hold_key<M>(node_::erase_statement<M>::value, static_cast<Key&&>(key)...)};
}

// Without a model.
template <std::nullptr_t = nullptr, class Given, class... More>
[[nodiscard]] constexpr auto erase(const Given&, const More&...) {
    using verdict = rule::diagnostic<rule::a_node_by_key_does_not_name_its_model<"erase", Given>>;
    static_assert(rule::told<verdict>::verdict);
    return node_::refused_as<bool>{};
}

} // namespace dataflow

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/node/erase.ipp>
#endif
