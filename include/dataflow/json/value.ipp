// The code of json/value.hpp.
#pragma once

#include <dataflow/json/value.hpp>

#include <cstdint>
#include <initializer_list>
#include <string>
#include <type_traits>
#include <utility>

namespace dataflow {

DATAFLOW_RUNTIME const json_value* json_value::find(std::string_view key) const& {
    const auto* members = get_if<object>();
    if (members == nullptr) return nullptr;
    const auto found = members->find(std::string{key});
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
    const auto* a = get_if<std::int64_t>();
    const auto* b = other.get_if<std::int64_t>();
    const auto* x = get_if<double>();
    const auto* y = other.get_if<double>();
    const auto same = [](std::int64_t n, double real) { // exactly: not all of 64 bits are a double
        return real >= -0x1p63 && real < 0x1p63 && static_cast<std::int64_t>(real) == n && static_cast<double>(n) == real;
    };
    if (a != nullptr && y != nullptr) return same(*a, *y);
    if (x != nullptr && b != nullptr) return same(*b, *x);
    return held_ == other.held_;
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
