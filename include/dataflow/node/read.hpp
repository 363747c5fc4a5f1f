// Read and find: one record by its key.
#pragma once

#include <dataflow/node/context.hpp>
#include <dataflow/node/keys.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/sql/select.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

namespace dataflow::node_ {

template <class M>
struct read_statement {
    static inline constinit sql::slots cache{};
    static constexpr sql::statement value{
        .node = "read", .table = &schema::table_of<M>, .write = &sql::write_read, .cache = &cache};
};

/// Reads one row into a record; false where there is none.
inline bool fetch(context& c, const sql::statement& s, std::uint64_t variant, std::span<const value> values,
                  std::span<const field_access> fields, void* record) {
    one_row row{record};
    auto target = row.target(fields);
    target.single = true;
    c.connection().run(s, variant, values, &target);
    return row.rows != 0;
}

/// Reads a record by key: `Required` throws where there is none, else the result is an optional.
/// Without a key (`Open`) a workflow's wires give it.
template <class M, bool Required, bool Open = false>
struct read_node {
    using model = M;
    using output = std::conditional_t<Required, record<M>, std::optional<record<M>>>;
    static constexpr bool writes = false;
    static constexpr bool open_key = Open;
    static constexpr const sql::statement& statement = read_statement<M>::value;

    key_values<M> key{};

    output execute(context& c) const {
        bound_values<schema::key_size<M>, 0> values;
        bind_key<M>(values, key);
        output out = blank(); // at the outermost level of the function: only there g++ 12 makes it in the caller's place
        if (!fetch(c, statement, 0, values.span(), schema::fields_of<M>, record_of(out))) {
            if constexpr (Required) fail(error_kind::not_found, statement, "no record has this key", key_names(schema::table_of<M>));
            else out.reset();
        }
        return out;
    }
    [[nodiscard]] constexpr std::uint64_t variant() const { return 0; }

  private:
    static output blank() {
        if constexpr (Required) return output{};
        else return output{std::in_place};
    }
    static void* record_of(output& out) noexcept {
        if constexpr (Required) return &out;
        else return &*out;
    }
};

} // namespace dataflow::node_

namespace dataflow {

/// The record with this key (its parts, for a composite key). Throws not_found.
template <class M, class... Key>
[[nodiscard]] constexpr auto read(Key&&... key) {
    using verdict = node_::by_key_verdict<M, Key...>;
    static_assert(verdict{});
    if constexpr (!rule::is_kept<verdict>) return node_::refused{};
    else if constexpr (sizeof...(Key) == 0) return node_::read_node<M, true, true>{};
    else return node_::read_node<M, true>{node_::make_key<M>(std::forward<Key>(key)...)};
}

/// The record with this key, or nothing.
template <class M, class... Key>
[[nodiscard]] constexpr auto find(Key&&... key) {
    using verdict = node_::by_key_verdict<M, Key...>;
    static_assert(verdict{});
    if constexpr (!rule::is_kept<verdict>) return node_::refused{};
    else if constexpr (sizeof...(Key) == 0) return node_::read_node<M, false, true>{};
    else return node_::read_node<M, false>{node_::make_key<M>(std::forward<Key>(key)...)};
}

} // namespace dataflow
