// The code of outside/reader.hpp.
#pragma once

#include <dataflow/core/access.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/core/field.hpp>
#include <dataflow/core/iso8601.hpp>
#include <dataflow/core/utf8.hpp>
#include <dataflow/core/uuid_text.hpp>
#include <dataflow/outside/reader.hpp>
#include <dataflow/query/match.hpp>
#include <dataflow/query/regex.hpp>

#include <cfloat>
#include <chrono>
#include <cmath>
#include <type_traits>
#include <utility>

namespace dataflow::outside_ {

namespace detail {

struct operator_name {
    std::string_view name;
    test what;
};
inline constexpr operator_name value_operators[]{{"$eq", test::eq}, {"$ne", test::ne}, {"$lt", test::lt}, {"$lte", test::le}, {"$gt", test::gt}, {"$gte", test::ge}};
inline constexpr operator_name text_operators[]{{"$like", test::like},           {"$ilike", test::ilike},         {"$contains", test::contains},
                                                {"$startsWith", test::starts_with}, {"$starts_with", test::starts_with}, {"$endsWith", test::ends_with},
                                                {"$ends_with", test::ends_with},   {"$regex", test::regex}};

template <std::size_t N>
[[nodiscard]] constexpr const operator_name* find_operator(const operator_name (&among)[N], std::string_view name) noexcept {
    for (const auto& o : among)
        if (o.name == name) return &o;
    return nullptr;
}

/// A name from outside as messages show it: not long, and nothing that would break a line of a log.
[[nodiscard]] inline std::string shown(std::string_view name) {
    std::string out{utf8_prefix(name, 64)};
    for (auto& c : out)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
    if (name.size() > out.size()) out += "...";
    return out;
}

[[nodiscard]] inline part negated(part inner) {
    part out{.what = test::negated};
    out.inner.push_back(std::move(inner));
    return out;
}

} // namespace detail

DATAFLOW_RUNTIME reader::reader(const schema::table& t, std::string_view json)
try : table_(t), in_(json) {
} catch (const access_fault& f) {
    raise(error_kind::invalid_value, {.message = std::string{f.why}, .model = std::string{t.model}});
}

DATAFLOW_RUNTIME void reader::fail(std::string_view why) {
    error_info info;
    info.model = std::string{table_.model};
    info.field = field_;
    info.message = (place_.empty() ? "" : place_ + ": ") + std::string{why};
    raise(error_kind::invalid_value, std::move(info));
}

/// The place stays where it is when something throws: so the fault of the JSON reader is found at it.
template <class Work>
auto reader::reading(Work work) {
    try {
        auto out = work();
        in_.finish();
        return out;
    } catch (const access_fault& f) {
        fail(f.why);
    }
}
template <class Work>
auto reader::at(const std::string& step, Work work) {
    const auto size = place_.size();
    place_ += (!place_.empty() && step[0] != '[' ? "." : "") + step;
    if constexpr (std::is_void_v<decltype(work())>) {
        work();
        place_.resize(size);
    } else {
        auto out = work();
        place_.resize(size);
        return out;
    }
}

DATAFLOW_RUNTIME void reader::need(json_::shape wanted, std::string_view words) {
    if (in_.peek() != wanted) fail(words);
}

/// A key of an object as text of its own; each is there once.
DATAFLOW_RUNTIME std::string reader::key(std::string_view given, std::vector<std::string>& seen) {
    for (const auto& s : seen)
        if (s == given) at(detail::shown(given), [&] { fail("the key is there twice"); });
    if (seen.size() > most_parts) fail("more than 100 keys");
    return seen.emplace_back(given);
}

DATAFLOW_RUNTIME std::uint16_t reader::column(const std::string& name) {
    const int found = table_.find(name);
    if (found < 0) fail("the model has no such field");
    return static_cast<std::uint16_t>(found);
}

DATAFLOW_RUNTIME part reader::filter() {
    return reading([&] { return at("filter", [&] { return object(); }); });
}

DATAFLOW_RUNTIME part reader::object() {
    need(json_::shape::object, "expected an object: {\"field\": value}");
    if (++levels_ > most_levels) fail("nested deeper than 32 levels");
    part out;
    std::vector<std::string> seen;
    std::string_view given;
    in_.open_object();
    while (in_.next_key(given)) {
        const auto name = key(given, seen);
        out.inner.push_back(at(name.empty() ? "?" : detail::shown(name), [&] {
            if (name.starts_with('$')) return logical(name);
            const auto c = column(name);
            field_ = name;
            auto made = field(c);
            field_.clear();
            return made;
        }));
    }
    if (out.inner.empty() && levels_ != 1) fail("an empty filter");
    --levels_;
    return out;
}

DATAFLOW_RUNTIME part reader::logical(const std::string& name) {
    if (name == "$not") return detail::negated(object());
    if (name != "$and" && name != "$or" && name != "$nor") fail("no such operator here");
    need(json_::shape::array, "expected a list of filters");
    part out{.what = name == "$and" ? test::all : test::any};
    in_.open_array();
    while (in_.next_element()) {
        if (out.inner.size() == most_parts) fail("more than 100 entries");
        out.inner.push_back(at("[" + std::to_string(out.inner.size()) + "]", [&] { return object(); }));
    }
    if (out.inner.empty()) fail("an empty list");
    return name == "$nor" ? detail::negated(std::move(out)) : out;
}

DATAFLOW_RUNTIME part reader::field(std::uint16_t column) {
    switch (in_.peek()) {
    case json_::shape::object: return operators(column);
    case json_::shape::array: fail("a list is no value; $in takes one");
    case json_::shape::null: in_.null(); return null_test(true, column);
    default: break;
    }
    auto out = leaf(test::eq, column);
    add_value(out);
    return out;
}

DATAFLOW_RUNTIME part reader::operators(std::uint16_t column) {
    need(json_::shape::object, "expected an object of operators: {\"$gt\": 1}");
    if (++levels_ > most_levels) fail("nested deeper than 32 levels");
    part out;
    std::vector<std::string> seen;
    std::string_view given;
    in_.open_object();
    while (in_.next_key(given)) {
        const auto name = key(given, seen);
        out.inner.push_back(at(name.empty() ? "?" : detail::shown(name), [&] { return one_operator(name, column); }));
    }
    if (out.inner.empty()) fail("no operator");
    --levels_;
    return out;
}

DATAFLOW_RUNTIME part reader::one_operator(const std::string& name, std::uint16_t column) {
    if (name == "$not") return detail::negated(operators(column));
    if (name == "$in") return list_test(test::in, column);
    if (name == "$nin") return detail::negated(list_test(test::in, column));
    if (name == "$between") return list_test(test::between, column);
    if (name == "$null" || name == "$exists") {
        need(json_::shape::boolean, "expected true or false");
        return null_test(in_.boolean() == (name == "$null"), column);
    }
    if (const auto* o = detail::find_operator(detail::text_operators, name)) return text_test(o->what, column);
    const auto* o = detail::find_operator(detail::value_operators, name);
    if (o == nullptr) fail(name.starts_with('$') ? "no such operator" : "expected an operator, such as $eq");
    const bool equality = o->what == test::eq || o->what == test::ne;
    if (in_.peek() == json_::shape::null) {
        if (!equality) fail("null has no order");
        in_.null();
        return null_test(o->what == test::eq, column);
    }
    if (!equality && table_.columns[column].type->memory == layout::enumeration) fail("the values of an enumeration have no order");
    auto out = leaf(o->what, column);
    add_value(out);
    return out;
}

DATAFLOW_RUNTIME part reader::text_test(test what, std::uint16_t column) {
    if (table_.columns[column].type->memory != layout::text) fail("the field is no text");
    need(json_::shape::text, "expected a text");
    auto out = leaf(what, column);
    std::string pattern{in_.text()};
    if ((what == test::like || what == test::ilike) && !query::complete_like_pattern(pattern)) fail("the pattern ends in its escape character");
    if (what == test::regex) try {
            pattern = query::portable_regex(pattern);
        } catch (const error& e) {
            fail(e.info().message);
        }
    out.values.emplace<std::vector<std::string>>().push_back(std::move(pattern));
    return out;
}

DATAFLOW_RUNTIME part reader::list_test(test what, std::uint16_t column) {
    const bool pair = what == test::between;
    need(json_::shape::array, pair ? "expected a list of two values" : "expected a list of values");
    if (pair && table_.columns[column].type->memory == layout::enumeration) fail("the values of an enumeration have no order");
    auto out = leaf(what, column);
    std::size_t n = 0;
    in_.open_array();
    while (in_.next_element()) {
        at("[" + std::to_string(n) + "]", [&] {
            if (pair && n == 2) fail("expected two values, not more");
            if (++entries_ > most_entries) fail("more than 10000 entries in the lists of a filter");
            if (in_.peek() == json_::shape::null) fail("null in a list");
            add_value(out);
        });
        ++n;
    }
    if (pair && n != 2) fail("expected a list of two values");
    return out;
}

DATAFLOW_RUNTIME part reader::null_test(bool null, std::uint16_t column) {
    if (!table_.columns[column].nullable()) fail("the field cannot be null");
    return leaf(null ? test::is_null : test::not_null, column);
}

DATAFLOW_RUNTIME part reader::leaf(test what, std::uint16_t column) {
    if (++parts_ > most_parts) fail("more than 100 comparisons");
    part out;
    out.what = what;
    out.column = column;
    return out;
}

/// A whole number, as 5, 5.0 or 5e0, that fits into the field.
DATAFLOW_RUNTIME std::int64_t reader::whole(layout memory) {
    need(json_::shape::number, "expected a whole number");
    std::int64_t n = 0;
    if (in_.is_integer()) n = in_.integer(INT64_MIN, INT64_MAX);
    else {
        const double x = in_.real();
        if (std::trunc(x) != x) fail("expected a whole number");
        if (std::fabs(x) > 9007199254740992.0) fail("a number out of the field's range"); // 2^53: beyond, not all are told apart
        n = static_cast<std::int64_t>(x);
    }
    if (!fits(memory, n)) fail("a number out of the field's range");
    return n;
}

DATAFLOW_RUNTIME void reader::add_value(part& to) {
    const auto& type = *table_.columns[to.column].type;
    const auto add = [&]<class T>(T v) {
        if (!std::holds_alternative<std::vector<T>>(to.values)) to.values.emplace<std::vector<T>>();
        std::get<std::vector<T>>(to.values).push_back(std::move(v));
    };
    const auto text = [&](std::string_view words) {
        need(json_::shape::text, words);
        return in_.text();
    };
    switch (type.memory) {
    case layout::boolean:
        need(json_::shape::boolean, "expected true or false");
        return add(static_cast<std::uint8_t>(in_.boolean() ? 1 : 0));
    case layout::int8:
    case layout::uint8:
    case layout::int16:
    case layout::uint16:
    case layout::int32:
    case layout::uint32:
    case layout::int64: return add(whole(type.memory));
    case layout::float32:
    case layout::float64: {
        need(json_::shape::number, "expected a number");
        const double x = in_.real();
        if (type.memory == layout::float64) return add(x);
        if (std::fabs(x) > static_cast<double>(FLT_MAX)) fail("a number out of the field's range");
        return add(static_cast<double>(static_cast<float>(x)));
    }
    case layout::text: return add(std::string{text("expected a text")});
    case layout::enumeration: {
        const auto given = text("expected one of the enumeration's names");
        for (const auto& e : type.enumerators)
            if (e.name == given) return add(std::string{given});
        fail("none of the enumeration's names");
    }
    case layout::timestamp: {
        const auto found = parse_timestamp(text("expected a time: \"2024-02-29T12:30:00Z\""));
        if (!found) fail("expected a time: \"2024-02-29T12:30:00Z\"");
        return add(*found);
    }
    case layout::date: {
        const auto found = parse_date(text("expected a day: \"2024-02-29\""));
        if (!found) fail("expected a day: \"2024-02-29\"");
        return add(*found);
    }
    case layout::uuid: {
        const auto found = parse_uuid(text("expected a UUID of 36 characters"));
        if (!found) fail("expected a UUID of 36 characters");
        return add(*found);
    }
    default: fail("a field of this type cannot be compared with JSON");
    }
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
                } else fail("no such part of a list; there are filter, order_by, limit, offset, after and total");
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

DATAFLOW_RUNTIME void reader::add_order(std::uint16_t column, bool descending, std::vector<sql::order_term>& to) {
    for (const auto& o : to)
        if (o.column == column) fail("a field that is there already");
    to.push_back({column, descending, !descending, table_.columns[column].nullable()}); // NULL is the smallest
}

} // namespace dataflow::outside_
