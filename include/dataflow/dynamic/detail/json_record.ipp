// The code of dynamic/detail/json_record.hpp.
#pragma once

#include <dataflow/core/access.hpp>
#include <dataflow/core/decimal.hpp>
#include <dataflow/core/field.hpp>
#include <dataflow/core/utf8.hpp>
#include <dataflow/dynamic/detail/json_record.hpp>
#include <dataflow/dynamic/detail/reader.hpp>
#include <dataflow/json/codec.hpp>
#include <dataflow/json/object.hpp>
#include <dataflow/node/fault.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace dataflow::dynamic_ {

DATAFLOW_RUNTIME void refuse_input(const sql::statement& s, std::string_view why, std::string_view field) {
    node_::fail(error_kind::invalid_value, s, why, field);
}

DATAFLOW_RUNTIME std::string text_of(const json_value& v) {
    std::string out;
    json_::writer to{out};
    json_::write<json_value>(to, &v);
    return out;
}

DATAFLOW_RUNTIME std::size_t column_of(const sql::statement& s, const found_table& of,
                                       std::string_view name) {
    const int at = of.table().find(name);
    if (at < 0) refuse_input(s, "the table has no column " + detail::shown(name));
    return static_cast<std::size_t>(at);
}

namespace detail {

[[nodiscard]] inline const json_value::object& object_of(const sql::statement& s, const json_value& v,
                                                         std::string_view place) {
    const auto* const found = v.get_if<json_value::object>();
    if (found == nullptr) refuse_input(s, std::string{place} + " is an object");
    return *found;
}

using decimals = elements<decimal<18, 0>>; // of any digits: their type tells

/// Throws `access_fault`.
inline void fill_decimals(const type_info& type, const json_value& from, void* at) {
    const auto* const list = from.get_if<json_value::array>();
    if (list == nullptr) throw access_fault{{}, "expected an array"};
    auto& to = *static_cast<decimals*>(at);
    to.clear();
    for (std::size_t i = 0; i < list->size(); ++i) {
        auto& one = to.emplace_back();
        if ((*list)[i].is_null()) continue;
        try {
            const auto text = text_of((*list)[i]);
            json_::reader in{text};
            json_::read_scalar(in, *type.sequence->element, &one.emplace());
            in.finish();
        } catch (const access_fault& fault) {
            throw access_fault{"[" + std::to_string(i) + "]", fault.why};
        }
    }
}
[[nodiscard]] inline json_value decimals_as_json(const type_info& type, const void* at) {
    json_value::array out;
    for (const auto& one : *static_cast<const decimals*>(at)) {
        auto& to = out.emplace_back();
        if (!one) continue;
        std::string text;
        json_::writer writer{text, true};
        json_::write_scalar(writer, *type.sequence->element, &*one);
        to = std::move(text);
    }
    return out;
}

/// What most values are, without a text between; false where they have to be read by one.
[[nodiscard]] inline bool fill_plain(const type_info& type, const json_value& from, void* at) {
    if (const auto* const n = from.get_if<std::int64_t>(); n != nullptr)
        return (type.stored == storage::int16 || type.stored == storage::int32 ||
                type.stored == storage::int64) &&
               store_integer(type, at, *n);
    if (const auto* const b = from.get_if<bool>(); b != nullptr)
        return type.stored == storage::boolean && store_integer(type, at, *b ? 1 : 0);
    const auto* const text = from.get_if<std::string>();
    if (text == nullptr || type.stored != storage::text || check_text(*text) != text_fault::none)
        return false;
    static_cast<std::string*>(at)->assign(*text);
    return true;
}
/// The same of a field; false where it is left to its text.
[[nodiscard]] inline bool give_plain(const type_info& type, const void* at, json_value& to) {
    switch (type.memory) {
    case layout::text:
        if (check_text(*static_cast<const std::string*>(at)) != text_fault::none) return false;
        to = *static_cast<const std::string*>(at);
        return true;
    case layout::boolean: to = dataflow::detail::load_as<bool>(at); return true;
    case layout::int16: to = std::int64_t{dataflow::detail::load_as<std::int16_t>(at)}; return true;
    case layout::int32: to = std::int64_t{dataflow::detail::load_as<std::int32_t>(at)}; return true;
    case layout::int64:
        if (type.stored != storage::int64) return false;
        to = dataflow::detail::load_as<std::int64_t>(at);
        return true;
    default: return false;
    }
}

inline void fill_field(const sql::statement& s, const found_table& of, std::size_t column,
                       const json_value& from, void* record) {
    const auto& field = of.fields()[column];
    const auto name = field.name;
    void* at = static_cast<std::byte*>(record) + field.offset;
    const auto& type = *field.type;
    const bool json = type.stored == storage::json;
    if (type.optional != nullptr) {
        if (from.is_null()) return type.optional->reset(at);
        at = type.optional->emplace(at);
    } else if (from.is_null() && !json) refuse_input(s, "the column does not take NULL", name);
    if (fill_plain(type, from, at)) return;
    try {
        if (is_array(type.stored) && of.kind(column).read == nullptr) return fill_decimals(type, from, at);
        const auto text = text_of(from);
        json_::reader in{text};
        if (const auto read = of.kind(column).read) read(in, at);
        else json_::read_scalar(in, type, at);
        in.finish();
    } catch (const access_fault& fault) {
        refuse_input(s, fault.why, joined_path(name, fault.path));
    }
}

} // namespace detail

DATAFLOW_RUNTIME const json_value* member_of(const sql::statement& s, const json_value& of,
                                             std::string_view name, std::string_view place) {
    const auto& members = detail::object_of(s, of, place);
    const auto at = members.find(std::string{name});
    return at == members.end() ? nullptr : &at->second;
}

DATAFLOW_RUNTIME void require_members(const sql::statement& s, const json_value& of,
                                      std::initializer_list<std::string_view> known) {
    for (const auto& [name, value] : detail::object_of(s, of, "the input"))
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            std::string words;
            for (const auto k : known) words += (words.empty() ? "" : ", ") + std::string{k};
            refuse_input(s, "the input has no member " + detail::shown(name) + "; it may have: " + words);
        }
}

DATAFLOW_RUNTIME std::vector<bool> fill_record(const sql::statement& s, const found_table& of,
                                               const json_value& from, void* record, std::string_view place) {
    std::vector<bool> given(of.fields().size());
    for (const auto& [name, value] : detail::object_of(s, from, place)) {
        const auto at = column_of(s, of, name);
        if (of.found(at).generated != catalog::generation::none)
            refuse_input(s, "the database computes this column", of.fields()[at].name);
        detail::fill_field(s, of, at, value, record);
        given[at] = true;
    }
    return given;
}

DATAFLOW_RUNTIME void fill_key(const sql::statement& s, const found_table& of, const json_value& from,
                               void* record) {
    const auto& key = of.table().key;
    if (key.empty())
        node_::fail(error_kind::schema_mismatch, s, "the table has no primary key to find a record by");
    const auto* const parts = from.get_if<json_value::object>();
    if (parts == nullptr) {
        if (key.size() != 1) refuse_input(s, "the key is an object of " + node_::key_names(of.table()));
        return detail::fill_field(s, of, key[0], from, record);
    }
    if (parts->size() != key.size())
        refuse_input(s, "the key is an object of " + node_::key_names(of.table()));
    for (const auto k : key) {
        const auto at = parts->find(std::string{of.fields()[k].name});
        if (at == parts->end()) refuse_input(s, "the key is an object of " + node_::key_names(of.table()));
        detail::fill_field(s, of, k, at->second, record);
    }
}

DATAFLOW_RUNTIME const json_value& needed(const sql::statement& s, const json_value& input,
                                          std::string_view name) {
    const auto* const found = member_of(s, input, name, "the input");
    if (found == nullptr) refuse_input(s, "the input needs the member " + std::string{name});
    return *found;
}

DATAFLOW_RUNTIME void require_filled(const sql::statement& s, const found_table& of,
                                     const std::vector<bool>& given) {
    for (std::size_t i = 0; i < given.size(); ++i) {
        const auto& c = of.found(i);
        const bool filled = given[i] || c.nullable || !c.default_text.empty() ||
                            c.numbered != catalog::identity::none ||
                            c.generated != catalog::generation::none ||
                            (c.type.stored == storage::uuid && of.in_single_key(i));
        if (!filled) refuse_input(s, "the column has no default and is not given", c.name);
    }
}

DATAFLOW_RUNTIME std::vector<std::uint16_t> columns_given(const std::vector<bool>& given) {
    std::vector<std::uint16_t> out;
    for (std::size_t i = 0; i < given.size(); ++i)
        if (given[i]) out.push_back(static_cast<std::uint16_t>(i));
    return out;
}

namespace detail {

inline void give_field(const column_kind& kind, const type_info& type, const void* at, json_value& to) {
    if (is_array(type.stored) && kind.write == nullptr) {
        to = decimals_as_json(type, at);
        return;
    }
    std::string text;
    json_::writer writer{text, true};
    if (kind.write != nullptr) kind.write(writer, at);
    else json_::write_scalar(writer, type, at);
    if (type.stored == storage::decimal) to = json_value{std::move(text)};
    else {
        json_::reader reader{text};
        json_::read<json_value>(reader, &to);
    }
}

} // namespace detail

DATAFLOW_RUNTIME json_value record_as_json(const sql::statement& s, const found_table& of,
                                           const void* record) {
    json_value::object out;
    const auto fields = of.fields();
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const auto& type = *fields[i].type;
        const void* at = static_cast<const std::byte*>(record) + fields[i].offset;
        if (type.optional != nullptr) at = type.optional->get(at);
        auto& to = out[std::string{fields[i].name}];
        if (at == nullptr || detail::give_plain(type, at, to)) continue;
        try {
            detail::give_field(of.kind(i), type, at, to);
        } catch (const access_fault& fault) {
            refuse_input(s, fault.why, joined_path(fields[i].name, fault.path));
        }
    }
    return json_value{std::move(out)};
}

} // namespace dataflow::dynamic_
