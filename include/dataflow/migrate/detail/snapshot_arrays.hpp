// A description as C++: for the header of a snapshot.
#pragma once

#include <dataflow/migrate/detail/description_members.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace dataflow::migrate::detail {

/// Writes a description as C++: lists become arrays with names, which stand before what has them.
class snapshot_arrays {
  public:
    explicit snapshot_arrays(std::string& out) noexcept : out_(&out) {}

    /// A value as an expression.
    template <class T>
    [[nodiscard]] std::string expression(const T& v) {
        if constexpr (std::is_same_v<T, std::string_view>) return quoted(v);
        else if constexpr (std::is_same_v<T, bool>) return v ? "true" : "false";
        else if constexpr (std::is_integral_v<T>) return std::to_string(static_cast<std::int64_t>(v));
        else if constexpr (std::is_enum_v<T>)
            return "c::" + std::string{spelled_type<T>()} +
                   "::" + std::string{enumerators<T>()[static_cast<std::size_t>(v)]};
        else if constexpr (is_list<T>) return array(v);
        else return object(v);
    }

  private:
    template <class T>
    [[nodiscard]] std::string object(const T& v) {
        std::string out;
        with_members(v, [&](std::string_view name, const auto& member) {
            if (is_unset(T{}, name, member)) return;
            out += out.empty() ? "." : ", .";
            out += name;
            out += " = " + expression(member);
        });
        return "c::" + std::string{spelled_type<T>()} + "{" + out + "}";
    }

    template <class T>
    [[nodiscard]] std::string array(const constant_list<T>& list) {
        std::string items;
        for (const auto& one : list) items += "    " + expression(one) + ",\n";
        const auto name = "list_" + std::to_string(++count_);
        *out_ += "inline constexpr ";
        if constexpr (std::is_same_v<T, std::string_view>) *out_ += "std::string_view";
        else *out_ += "c::" + std::string{spelled_type<T>()};
        *out_ += " " + name + "[]{\n" + items + "};\n";
        return name;
    }

    [[nodiscard]] static std::string quoted(std::string_view text) {
        std::string out{'"'};
        for (const auto c : text) {
            const auto byte = static_cast<unsigned char>(c);
            if (c == '"' || c == '\\') out += '\\', out += c;
            else if (c == '\n') out += "\\n";
            else if (byte < 0x20U || byte >= 0x7fU ||
                     c == '?') { // three digits: none of what follows is taken
                out += '\\';
                for (unsigned shift = 9; shift != 0;)
                    out += static_cast<char>('0' + (byte >> (shift -= 3) & 7U));
            } else out += c;
        }
        return out + '"';
    }

    std::string* out_;
    std::size_t count_ = 0;
};

} // namespace dataflow::migrate::detail
