// Members of an object of JSON that are one value each, or a list of texts.
#pragma once

#include <dataflow/core/json_text.hpp>

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::json_ {

inline void write_member(writer& w, std::string_view name, std::string_view text) {
    w.member(name);
    w.text(text);
}
inline void write_member(writer& w, std::string_view name, std::int64_t number) {
    w.member(name);
    w.integer(number);
}
inline void write_member(writer& w, std::string_view name, std::same_as<bool> auto flag) {
    w.member(name);
    w.boolean(flag);
}
inline void write_member(writer& w, std::string_view name, const std::vector<std::string>& texts) {
    w.member(name);
    w.open_array();
    for (const auto& t : texts) {
        w.element();
        w.text(t);
    }
    w.close_array();
}

} // namespace dataflow::json_
