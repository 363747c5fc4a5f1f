// The code of driver/named.hpp.
#pragma once

#include <dataflow/driver/named.hpp>

#include <string_view>

namespace dataflow::driver {

namespace detail {

inline void add_problem(named_problem& to, std::string_view words, std::string_view name) {
    if (!to.words.empty()) to.words += "; ";
    to.words.append(words).append(name);
    if (!to.names.empty()) to.names += ", ";
    to.names += name;
}

} // namespace detail

DATAFLOW_RUNTIME named_problem match_columns(std::size_t count,
                                             const char* (*name)(const void* result, int column),
                                             const void* result, std::span<const field_access> fields,
                                             named_fields& to) {
    named_problem out;
    const bool lone = fields.size() == 1 && fields[0].name.empty();
    if (lone && count != 1) {
        out.words = "the result has " + std::to_string(count) + " columns where one was expected";
        return out;
    }
    named_fields found{std::make_unique<field_access[]>(fields.size()), fields.size()};
    std::string filled(fields.size(), '\0');
    for (std::size_t i = 0, taken = 0; i < count; ++i) {
        const char* given = name(result, static_cast<int>(i));
        const std::string_view column = given != nullptr ? given : "";
        std::size_t at = 0;
        while (!lone && at < fields.size() && fields[at].name != column) ++at;
        if (at == fields.size()) detail::add_problem(out, "no field takes the result's column ", column);
        else if (filled[at] != '\0') detail::add_problem(out, "the result has twice the column ", column);
        else {
            filled[at] = '\1';
            found.items[taken++] = fields[at];
        }
    }
    for (std::size_t i = 0; i < fields.size(); ++i)
        if (filled[i] == '\0') detail::add_problem(out, "the result lacks the column ", fields[i].name);
    if (out.words.empty()) {
        to.items = static_cast<std::unique_ptr<field_access[]>&&>(found.items);
        to.size = found.size;
    }
    return out;
}

} // namespace dataflow::driver
