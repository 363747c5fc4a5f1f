// The version of a record that a node on one record means.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/core/whole.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/schema/options.hpp>
#include <dataflow/sql/statement.hpp>
#include <dataflow/sql/variant.hpp>

#include <cstdint>
#include <type_traits>

namespace dataflow::node_ {

/// What a node of a versioned model holds: the version that its record must have, or 0 where it names none.
/// Nothing, of other models.
template <bool Versioned>
struct named_version {
    static constexpr std::int64_t expected = 0;
    [[nodiscard]] static constexpr std::uint64_t version_bits() noexcept { return 0; }
};
template <>
struct named_version<true> {
    std::int64_t expected = 0;
    [[nodiscard]] constexpr std::uint64_t version_bits() const noexcept {
        return expected == 0 ? 0 : sql::single_variant::at_version;
    }
};

template <class M>
using versioned_verdict =
    rule::diagnostic<std::conditional_t<options_of<M>.versioned, rule::ok,
                                        rule::a_model_that_is_not_versioned_has_no_version<M>>>;
template <class M, class Given>
using version_verdict =
    rule::first_broken<versioned_verdict<M>, dataflow::detail::whole_verdict<M, "if_version", Given>>;

/// Throws invalid_value: no record has such a version.
[[noreturn, gnu::cold]] void refuse_version(const sql::statement& s);

/// A node with the version that its record must have, on which there is a verdict. Throws invalid_value for
/// one that no record has.
template <class Node, class Given>
[[nodiscard]] constexpr Node at_version(Node node, const Given& version) {
    if constexpr (rule::is_ok<version_verdict<typename Node::model, Given>>) {
        node.expected = dataflow::detail::as_whole(version, [] { refuse_version(Node::statement); });
        if (node.expected < 1) refuse_version(Node::statement);
    }
    return node;
}

} // namespace dataflow::node_
