// PostgreSQL's own parser, as libpg_query has it, and the tree that it gives.
// https://github.com/pganalyze/libpg_query
#pragma once

#include <dataflow/json/codec.hpp>
#include <dataflow/json/value.hpp>

#include <pg_query.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dataflow::lint_ {

/// A place in a tree of JSON; one that is not there has nothing in it.
class tree {
  public:
    explicit tree(const json_value* at = nullptr) noexcept : at_(at) {}

    explicit operator bool() const noexcept { return at_ != nullptr; }
    [[nodiscard]] tree operator[](std::string_view member) const {
        return tree{at_ == nullptr ? nullptr : at_->find(std::string{member})};
    }
    [[nodiscard]] std::string_view text(std::string_view member) const {
        const auto* s = (*this)[member].as<std::string>();
        return s == nullptr ? std::string_view{} : std::string_view{*s};
    }
    [[nodiscard]] bool flag(std::string_view member) const {
        const auto* b = (*this)[member].as<bool>();
        return b != nullptr && *b;
    }
    [[nodiscard]] std::int64_t number(std::string_view member) const {
        const auto* n = (*this)[member].as<std::int64_t>();
        return n == nullptr ? 0 : *n;
    }
    /// Calls `use(tree)` for each element of an array.
    template <class Use>
    void each(std::string_view member, const Use& use) const {
        if (const auto* all = (*this)[member].as<json_value::array>())
            for (const auto& one : *all) use(tree{&one});
    }
    /// The kind of a node, `{"CreateStmt": {...}}`, and the node.
    [[nodiscard]] std::string_view kind() const {
        const auto* o = as<json_value::object>();
        return o == nullptr || o->empty() ? std::string_view{} : std::string_view{o->begin()->first};
    }
    [[nodiscard]] tree inside() const {
        const auto* o = as<json_value::object>();
        return tree{o == nullptr || o->empty() ? nullptr : &o->begin()->second};
    }
    template <class T>
    [[nodiscard]] const T* as() const {
        return at_ == nullptr ? nullptr : at_->get_if<T>();
    }
    /// Whether a node of one of these kinds is in it, however deep: `use(kind, node)` of each.
    template <class Use>
    void walk(const Use& use) const {
        if (const auto* o = as<json_value::object>())
            for (const auto& [name, value] : *o) {
                use(std::string_view{name}, tree{&value});
                tree{&value}.walk(use);
            }
        if (const auto* a = as<json_value::array>())
            for (const auto& value : *a) tree{&value}.walk(use);
    }

  private:
    const json_value* at_;
};

/// What PostgreSQL's parser says of a text: its tree, or an error and where it is.
struct parsed {
    json_value root{};
    std::string error{};
    std::size_t at = 0;
};
[[nodiscard]] inline parsed parse_postgres(const std::string& sql) {
    struct held {
        PgQueryParseResult result;
        ~held() { pg_query_free_parse_result(result); }
    };
    const held tree{pg_query_parse(sql.c_str())};
    parsed out;
    if (tree.result.error != nullptr) {
        out.error = tree.result.error->message;
        if (tree.result.error->cursorpos > 0)
            out.at = static_cast<std::size_t>(tree.result.error->cursorpos - 1);
    } else json_::read_text(json_::access_of<json_value>, &out.root, tree.result.parse_tree);
    return out;
}

} // namespace dataflow::lint_
