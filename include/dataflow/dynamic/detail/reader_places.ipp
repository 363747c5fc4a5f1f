// The code of dynamic/detail/reader.hpp: what a filter looks at, and arrays.
#pragma once

#include <dataflow/dynamic/detail/reader.hpp>
#include <dataflow/dynamic/detail/reader.ipp>
#include <dataflow/sql/json_parts.hpp>

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace dataflow::dynamic_ {

/// "age", or a place inside JSON: "specs.sizes[0].width".
DATAFLOW_RUNTIME subject reader::looked_at(const std::string& name) {
    subject out;
    const auto end = table_.find_field(name) >= 0 ? std::string::npos : name.find_first_of(".[");
    out.column = column(name.substr(0, end));
    const auto& type = *table_.columns[out.column].type;
    if (end != std::string::npos) walk(out, std::string_view{name}.substr(end));
    else if (type.memory != layout::json && type.memory != layout::sequence) out.type = &type;
    return out;
}

/// Takes the next step from the front of a way: ".width" or "[0]".
DATAFLOW_RUNTIME json_step reader::step(std::string_view& way) {
    json_step out;
    const bool item = way.front() == '[';
    way.remove_prefix(1);
    const auto size = way.find_first_of(item ? "]" : ".[");
    const auto text = way.substr(0, size);
    if (item) {
        out.what = json_step::kind::item;
        const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), out.index);
        if (size == way.npos || text.empty() || text.size() > 9 || code != std::errc{} ||
            end != text.data() + text.size() || out.index < 0)
            fail("expected the number of an element: [0]");
        way.remove_prefix(size + 1);
        if (!way.empty() && way.front() != '.' && way.front() != '[')
            fail("expected a . or [ after an element");
    } else {
        if (text.empty()) fail("an empty name in a path");
        out.name = text;
        way.remove_prefix(text.size());
    }
    return out;
}

DATAFLOW_RUNTIME void reader::walk(subject& to, std::string_view way) {
    using kind = json_::place_type::kind;
    const auto* at = to.column < places_.size() ? places_[to.column] : nullptr;
    if (at == nullptr) fail("the field has no parts");
    if (way.size() > 1000) fail("a path of more than 1000 bytes");
    to.label = table_.columns[to.column].field;
    to.label += detail::shown(way);
    while (!way.empty()) {
        if (to.path.size() == most_levels) fail("a path of more than 32 steps");
        auto next = step(way);
        const bool item = next.what == json_step::kind::item;
        switch (at->what) {
        case kind::object: {
            const json_::place_type* found = nullptr;
            for (const auto& m : at->members)
                if (!item && m.name == next.name) found = m.type;
            if (found == nullptr) fail("the JSON has no such part");
            at = found;
            break;
        }
        case kind::map:
            if (item) fail("the JSON has no such part");
            next.what = json_step::kind::key;
            at = at->inside;
            break;
        case kind::sequence:
            if (!item) fail("the JSON has a list here: [0] is its first element");
            at = at->inside;
            break;
        case kind::any:
            if (!item) next.what = json_step::kind::key;
            break;
        default: fail("the JSON has no such part");
        }
        if (next.what == json_step::kind::key) {
            if (!sql::is_plain_json_key(next.name))
                fail("a key with a quote, a backslash or a control character");
            // PostgreSQL would take it for the number of an element, too
            if (at->what == kind::any && next.name.find_first_not_of("-0123456789") == std::string::npos)
                fail("a key that is a number");
        }
        to.path.push_back(std::move(next));
    }
    to.any = at->what == kind::any;
    if (at->what == kind::leaf) to.type = at->leaf;
}

DATAFLOW_RUNTIME bool reader::of_array(const subject& of) const {
    return !of.size && !of.inside() && table_.columns[of.column].type->memory == layout::sequence;
}

DATAFLOW_RUNTIME part reader::array_operator(const std::string& name, const subject& of) {
    subject element = of;
    element.type = table_.columns[of.column].type->sequence->element;
    if (name == "$contains") {
        auto out = leaf(test::has, element);
        add_value(out);
        return out;
    }
    if (name == "$any_of" || name == "$overlaps") return list_test(test::has_any, element);
    if (name == "$all") {
        need(json_::shape::array, "expected a list of values");
        part out;
        in_.open_array();
        while (in_.next_element())
            at("[" + std::to_string(out.inner.size()) + "]", [&] {
                out.inner.push_back(leaf(test::has, element));
                add_value(out.inner.back());
            });
        if (out.inner.empty()) fail("an empty list");
        return out;
    }
    if (name == "$size") {
        subject size = of;
        size.size = true;
        size.type = &schema::info_of<std::int64_t>;
        if (in_.peek() == json_::shape::object) return operators(size);
        auto out = leaf(test::eq, size);
        add_value(out);
        return out;
    }
    if (name == "$eq" || name == "$ne") {
        if (in_.peek() != json_::shape::null) return whole_array(name == "$eq" ? test::eq : test::ne, of);
        in_.null();
        return null_test(name == "$eq", of);
    }
    fail(name.starts_with('$') ? "an array has no such operator" : "expected an operator, such as $contains");
}

/// All elements in their order.
DATAFLOW_RUNTIME part reader::whole_array(test what, const subject& of) {
    const auto& sequence = *table_.columns[of.column].type->sequence;
    need(json_::shape::array, "expected a list: the whole array; $contains asks for an element");
    auto out = leaf(what, of);
    out.of.type = sequence.element;
    in_.open_array();
    while (in_.next_element())
        at("[" + std::to_string(out.given.size()) + "]", [&] {
            next_entry();
            const bool null = in_.peek() == json_::shape::null;
            if (null && !sequence.element->nullable()) fail("the element cannot be null");
            if (null) in_.null();
            else add_value(out);
            out.given.push_back(!null);
        });
    if (sequence.fixed != SIZE_MAX && out.given.size() != sequence.fixed)
        fail("an array of a different length");
    return out;
}

} // namespace dataflow::dynamic_
