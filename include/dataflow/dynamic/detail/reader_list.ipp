// The code of dynamic/detail/reader.hpp: lists and their orderings.
#pragma once

#include <dataflow/dynamic/detail/reader.hpp>
#include <dataflow/dynamic/detail/reader.ipp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::dynamic_ {

DATAFLOW_RUNTIME void complete_order(std::vector<sql::order_term>& order, const schema::table& t) {
    const bool last = !order.empty() && order.back().descending;
    for (const auto k : t.key)
        if (std::none_of(order.begin(), order.end(), [k](const auto& o) { return o.column == k; }))
            order.push_back({k, last, false, false});
}

DATAFLOW_RUNTIME request reader::list() {
    return reading([&] {
        request out;
        need(json_::shape::object, "expected an object: {\"filter\": {...}, \"limit\": 10}");
        std::vector<std::string> seen;
        std::string_view given;
        in_.open_object();
        while (in_.next_key(given)) {
            const auto name = key(given, seen);
            at(name.empty() ? "?" : detail::shown(name), [&] {
                const auto number = [&] {
                    const auto n = whole(layout::int64);
                    if (n < 0) fail("a negative number");
                    return n;
                };
                if (name == "filter") out.filter = object();
                else if (name == "order_by") order(out.order);
                else if (name == "limit") out.limit = number();
                else if (name == "offset") out.offset = number();
                else if (name == "after") {
                    need(json_::shape::text, "expected the text of a cursor");
                    out.after = in_.text();
                } else if (name == "total") {
                    need(json_::shape::boolean, "expected true or false");
                    out.total = in_.boolean();
                } else
                    fail(
                        "no such part of a list; there are filter, order_by, limit, offset, after and total");
            });
        }
        return out;
    });
}

DATAFLOW_RUNTIME void reader::order(std::vector<sql::order_term>& to) {
    switch (in_.peek()) {
    case json_::shape::text: return order_key(in_.text(), to);
    case json_::shape::object: return order_object(to);
    case json_::shape::array: break;
    default: fail("expected a field's name, or a list of them");
    }
    std::size_t n = 0;
    in_.open_array();
    while (in_.next_element())
        at("[" + std::to_string(n++) + "]", [&] {
            if (in_.peek() == json_::shape::object) return order_object(to);
            need(json_::shape::text, "expected a field's name");
            order_key(in_.text(), to);
        });
}

/// "name", or "-name" downwards.
DATAFLOW_RUNTIME void reader::order_key(std::string_view key, std::vector<sql::order_term>& to) {
    const bool descending = key.starts_with('-');
    if (descending || key.starts_with('+')) key.remove_prefix(1);
    add_order(column(std::string{key}), descending, to);
}

/// {"name": 1, "age": -1}
DATAFLOW_RUNTIME void reader::order_object(std::vector<sql::order_term>& to) {
    std::vector<std::string> seen;
    std::string_view given;
    in_.open_object();
    while (in_.next_key(given)) {
        const auto name = key(given, seen);
        at(name.empty() ? "?" : detail::shown(name), [&] {
            const auto c = column(name);
            if (in_.peek() != json_::shape::number || !in_.is_integer()) fail("expected 1 or -1");
            const auto way = in_.integer(INT64_MIN, INT64_MAX);
            if (way != 1 && way != -1) fail("expected 1 or -1");
            add_order(c, way < 0, to);
        });
    }
}

DATAFLOW_RUNTIME void reader::add_order(std::uint16_t column, bool descending,
                                        std::vector<sql::order_term>& to) {
    const auto memory = table_.columns[column].type->memory;
    if (memory == layout::json || memory == layout::sequence) fail("arrays and JSON have no order");
    if (!facts_of(table_.columns[column].type->stored).ordered) fail(detail::no_common_order);
    for (const auto& o : to)
        if (o.column == column) fail("a field that is already there");
    to.push_back(
        {column, descending, !descending, table_.columns[column].nullable()}); // NULL is the smallest
}

} // namespace dataflow::dynamic_
