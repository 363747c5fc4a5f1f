// The code of json/value.hpp.
#pragma once

#include <dataflow/json/value.hpp>

#include <cstdint>
#include <initializer_list>
#include <new>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace dataflow {

DATAFLOW_RUNTIME const json_value* json_value::find(detail::text_argument<"find", json_value> key) const& {
    const auto* members = get_if<object>();
    if (members == nullptr) return nullptr;
    const auto found = members->find(std::string{std::string_view{key}});
    return found == members->end() ? nullptr : &found->second;
}

DATAFLOW_RUNTIME const json_value* json_value::element(std::size_t index) const {
    const auto* elements = get_if<array>();
    return elements == nullptr || index >= elements->size() ? nullptr : &(*elements)[index];
}

DATAFLOW_RUNTIME json_value& json_value::operator[](const std::string& key) & {
    if (get_if<object>() == nullptr) held_ = object{};
    return (*get_if<object>())[key];
}

DATAFLOW_RUNTIME bool json_value::equals(const json_value& other) const {
    const auto plain = [](const json_value& left, const json_value& right) {
        const auto* a = left.get_if<std::int64_t>();
        const auto* b = right.get_if<std::int64_t>();
        const auto* x = left.get_if<double>();
        const auto* y = right.get_if<double>();
        const auto same = [](std::int64_t n, double real) { // exactly: not all of 64 bits are a double
            return real >= -0x1p63 && real < 0x1p63 && static_cast<std::int64_t>(real) == n &&
                   static_cast<double>(n) == real;
        };
        if (a != nullptr && y != nullptr) return same(*a, *y);
        if (x != nullptr && b != nullptr) return same(*b, *x);
        return left.held_ == right.held_;
    };
    if (!is_nested() || !other.is_nested()) return plain(*this, other);
    std::vector<std::pair<const json_value*, const json_value*>> open{{this, &other}};
    while (!open.empty()) {
        const auto [left, right] = open.back();
        open.pop_back();
        if (left->held_.index() != right->held_.index()) return false;
        const auto same = [&](const json_value& l, const json_value& r) {
            if (!l.is_nested() || !r.is_nested()) return plain(l, r);
            open.emplace_back(&l, &r);
            return true;
        };
        if (const auto* elements = left->get_if<array>()) {
            const auto& others = *right->get_if<array>();
            if (elements->size() != others.size()) return false;
            for (std::size_t i = 0; i < others.size(); ++i)
                if (!same((*elements)[i], others[i])) return false;
        } else {
            const auto& others = *right->get_if<object>();
            if (left->get_if<object>()->size() != others.size()) return false;
            auto next = others.begin();
            for (const auto& [key, member] : *left->get_if<object>()) {
                if (key != next->first || !same(member, next->second)) return false;
                ++next;
            }
        }
    }
    return true;
}

DATAFLOW_RUNTIME void json_value::copy(const json_value& other) {
    if (!other.is_nested()) {
        held_ = other.held_;
        return;
    }
    std::vector<std::pair<json_value*, const json_value*>> open{{this, &other}};
    while (!open.empty()) {
        const auto [to, from] = open.back();
        open.pop_back();
        const auto one = [&](json_value& t, const json_value& f) {
            if (f.is_nested()) open.emplace_back(&t, &f);
            else t.held_ = f.held_;
        };
        if (const auto* elements = from->get_if<array>()) {
            auto& out = to->held_.emplace<array>(elements->size());
            for (std::size_t i = 0; i < out.size(); ++i) one(out[i], (*elements)[i]);
        } else {
            auto& out = to->held_.emplace<object>();
            for (const auto& [key, member] : *from->get_if<object>())
                one(out.emplace_hint(out.end(), key, json_value{})->second, member);
        }
    }
}

DATAFLOW_RUNTIME void json_value::flatten() noexcept {
    try {
        std::vector<json_value> open;
        const auto take = [&](json_value& of) {
            const auto one = [&](json_value& inner) {
                if (inner.is_nested()) open.push_back(std::move(inner));
            };
            if (auto* elements = of.get_if<array>())
                for (auto& e : *elements) one(e);
            else
                for (auto& m : *of.get_if<object>()) one(m.second);
        };
        take(*this);
        while (!open.empty()) {
            json_value last = std::move(open.back());
            open.pop_back();
            if (last.is_nested()) take(last);
        }
    } catch (
        const std::bad_alloc&) { // no memory to do it in: the rest is left to the members' own destructors
    }
}

DATAFLOW_RUNTIME json_value json_object(std::initializer_list<std::pair<std::string, json_value>> members) {
    json_value::object out;
    for (const auto& [name, v] : members) out.insert_or_assign(name, v);
    return out;
}

DATAFLOW_RUNTIME void json_::form_of<json_value>::write(writer& to, const json_value& v) {
    const auto one = [&]<class T>(const T& held) {
        if constexpr (std::is_same_v<T, std::monostate>) to.null();
        else if constexpr (std::is_same_v<T, bool>) to.boolean(held);
        else if constexpr (std::is_same_v<T, std::int64_t>) to.integer(held);
        else if constexpr (std::is_same_v<T, double>) to.real(held);
        else if constexpr (std::is_same_v<T, std::string>) to.text(held);
        else json_::write<T>(to, &held);
    };
    std::visit(one, v.held());
}

DATAFLOW_RUNTIME void json_::form_of<json_value>::read(reader& from, json_value& v) {
    switch (from.peek()) {
    case shape::null:
        from.null();
        v = {};
        return;
    case shape::boolean: v = from.boolean(); return;
    case shape::number:
        if (from.is_integer()) v = from.integer(INT64_MIN, INT64_MAX);
        else v = from.real();
        return;
    case shape::text: v = std::string{from.text()}; return;
    case shape::array: {
        json_value::array elements;
        json_::read<json_value::array>(from, &elements);
        v = std::move(elements);
        return;
    }
    case shape::object: {
        json_value::object members;
        json_::read<json_value::object>(from, &members);
        v = std::move(members);
        return;
    }
    }
}

} // namespace dataflow
