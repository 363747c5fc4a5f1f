// The code of dynamic/detail/reader.hpp.
#pragma once

#include <dataflow/core/access.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/core/mapped.hpp>
#include <dataflow/core/utf8.hpp>
#include <dataflow/dynamic/detail/reader.hpp>
#include <dataflow/query/match.hpp>
#include <dataflow/query/regex.hpp>
#include <dataflow/schema/types.hpp>

#include <type_traits>
#include <utility>

namespace dataflow::dynamic_ {

namespace detail {

struct operator_name {
    std::string_view name;
    test what;
};
inline constexpr operator_name value_operators[]{{"$eq", test::eq},  {"$ne", test::ne}, {"$lt", test::lt},
                                                 {"$lte", test::le}, {"$gt", test::gt}, {"$gte", test::ge}};
inline constexpr operator_name text_operators[]{{"$like", test::like},
                                                {"$ilike", test::ilike},
                                                {"$contains", test::contains},
                                                {"$startsWith", test::starts_with},
                                                {"$starts_with", test::starts_with},
                                                {"$endsWith", test::ends_with},
                                                {"$ends_with", test::ends_with},
                                                {"$regex", test::regex}};

template <std::size_t N>
[[nodiscard]] constexpr const operator_name* find_operator(const operator_name (&among)[N],
                                                           std::string_view name) noexcept {
    for (const auto& o : among)
        if (o.name == name) return &o;
    return nullptr;
}

[[nodiscard]] inline part negated(part inner) {
    part out{.what = test::negated};
    out.inner.push_back(std::move(inner));
    return out;
}

} // namespace detail

DATAFLOW_RUNTIME reader::reader(const schema::table& t, std::string_view json,
                                std::span<const std::uint16_t> allowed,
                                std::span<const json_::place_type* const> places) try
    : table_(t), allowed_(allowed), places_(places), in_(json) {
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
        if (s == given) at(detail::shown(given), [&] { fail("the key appears twice"); });
    if (seen.size() > most_parts) fail("more than 100 keys");
    return seen.emplace_back(given);
}

DATAFLOW_RUNTIME std::uint16_t reader::column(const std::string& name) {
    const int found = table_.find_field(name);
    bool there = found >= 0 && allowed_.empty();
    for (const auto a : allowed_) there = there || a == found;
    if (!there) fail("the model has no such field"); // the same for a field that nobody may ask for
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
            const auto of = looked_at(name);
            field_ = of.inside() ? of.label : name;
            auto made = field(of);
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
    return name == "$nor" ? detail::negated(std::move(out)) : std::move(out);
}

DATAFLOW_RUNTIME part reader::field(const subject& of) {
    switch (in_.peek()) {
    case json_::shape::object: return operators(of);
    case json_::shape::array:
        if (of_array(of)) return whole_array(test::eq, of);
        fail("a list is not a value; $in takes one");
    case json_::shape::null: in_.null(); return null_test(true, of);
    default: break;
    }
    auto out = leaf(test::eq, of);
    add_value(out);
    return out;
}

DATAFLOW_RUNTIME part reader::operators(const subject& of) {
    need(json_::shape::object, "expected an object of operators: {\"$gt\": 1}");
    if (++levels_ > most_levels) fail("nested deeper than 32 levels");
    part out;
    std::vector<std::string> seen;
    std::string_view given;
    in_.open_object();
    while (in_.next_key(given)) {
        const auto name = key(given, seen);
        out.inner.push_back(
            at(name.empty() ? "?" : detail::shown(name), [&] { return one_operator(name, of); }));
    }
    if (out.inner.empty()) fail("no operator");
    --levels_;
    return out;
}

DATAFLOW_RUNTIME part reader::one_operator(const std::string& name, const subject& of) {
    if (name == "$not") return detail::negated(operators(of));
    if (of_array(of) && (name == "$in" || name == "$nin" || name == "$between"))
        fail("an array has no such operator; $any_of asks for its elements");
    if (name == "$in") return list_test(test::in, of);
    if (name == "$nin") return detail::negated(list_test(test::in, of));
    if (name == "$between") return list_test(test::between, of);
    if (name == "$null" || name == "$exists") {
        need(json_::shape::boolean, "expected true or false");
        const bool yes = in_.boolean();
        return name == "$null" ? null_test(yes, of) : presence(yes, of);
    }
    if (of_array(of)) return array_operator(name, of);
    if (const auto* o = detail::find_operator(detail::text_operators, name)) return text_test(o->what, of);
    const auto* o = detail::find_operator(detail::value_operators, name);
    if (o == nullptr) {
        const bool parts = of.any || of.type == nullptr; // {"specs": {"weight": 5}}
        fail(name.starts_with('$') ? "no such operator"
             : parts               ? no_json_comparison
                                   : "expected an operator, such as $eq");
    }
    const bool equality = o->what == test::eq || o->what == test::ne;
    if (in_.peek() == json_::shape::null) {
        if (!equality) fail("null has no order");
        in_.null();
        return null_test(o->what == test::eq, of);
    }
    if (const auto why = detail::no_order(of); !equality && !why.empty()) fail(why);
    auto out = leaf(o->what, of);
    add_value(out);
    return out;
}

DATAFLOW_RUNTIME part reader::text_test(test what, const subject& of) {
    if (!of.any && (of.type == nullptr || of.type->memory != layout::text)) fail("the field is not a string");
    need(json_::shape::text, "expected a string");
    auto out = leaf(what, of);
    settle_type(out);
    std::string pattern{in_.text()};
    if ((what == test::like || what == test::ilike) && !query::complete_like_pattern(pattern))
        fail("the pattern ends in its escape character");
    if (what == test::regex) try {
            pattern = query::portable_regex(pattern);
        } catch (const error& e) {
            fail(e.info().message);
        }
    out.values.emplace<std::vector<std::string>>().push_back(std::move(pattern));
    return out;
}

DATAFLOW_RUNTIME part reader::list_test(test what, const subject& of) {
    const bool pair = what == test::between;
    need(json_::shape::array, pair ? "expected a list of two values" : "expected a list of values");
    if (const auto why = detail::no_order(of); pair && !why.empty()) fail(why);
    if (of.type == nullptr && !of.any) fail(no_json_comparison);
    auto out = leaf(what, of);
    std::size_t n = 0;
    in_.open_array();
    while (in_.next_element()) {
        at("[" + std::to_string(n) + "]", [&] {
            if (pair && n == 2) fail("expected two values, not more");
            next_entry();
            if (in_.peek() == json_::shape::null) fail("null in a list");
            add_value(out);
        });
        ++n;
    }
    if (pair && n != 2) fail("expected a list of two values");
    if (n == 0 && of.any) out.of.type = &schema::info_of<std::string>;
    return out;
}

DATAFLOW_RUNTIME void reader::next_entry() {
    if (++entries_ > most_entries) fail("more than 10000 entries in the lists of a filter");
}

DATAFLOW_RUNTIME part reader::null_test(bool null, const subject& of) {
    if (of.inside() && of.type == nullptr) return presence(!null, of);
    if (!of.inside() && !table_.columns[of.column].nullable()) fail("the field cannot be null");
    return leaf(null ? test::is_null : test::not_null, of);
}
/// Inside JSON: there is a value of any shape, and it is not null.
DATAFLOW_RUNTIME part reader::presence(bool there, const subject& of) {
    if (!of.inside()) return null_test(!there, of);
    auto out = leaf(test::exists, of);
    return there ? std::move(out) : detail::negated(std::move(out));
}

DATAFLOW_RUNTIME part reader::leaf(test what, const subject& of) {
    if (++parts_ > most_parts) fail("more than 100 comparisons");
    part out;
    out.what = what;
    out.of = of;
    return out;
}

} // namespace dataflow::dynamic_

#include <dataflow/dynamic/detail/reader_list.ipp>
#include <dataflow/dynamic/detail/reader_places.ipp>
#include <dataflow/dynamic/detail/reader_values.ipp>
