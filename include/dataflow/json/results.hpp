// What nodes return, as JSON: pages with their cursors, records with their children, rows with names.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/json/codec.hpp>
#include <dataflow/node/cursor.hpp>
#include <dataflow/node/select_rows.hpp>
#include <dataflow/node/with_children.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace dataflow::json_ {

/// A cursor is its text.
template <>
struct form_of<cursor> {
    static void write(writer& to, const cursor& from) { to.text(from.text()); }
    static void read(reader& from, cursor& to) {
        const auto text = from.text();
        try {
            to = cursor::parse(text);
        } catch (const invalid_value&) {
            from.fail("expected the text of a cursor");
        }
    }
};

/// A record with its children has the fields of the record, and `children` after them. A model with a field
/// of that name has no such form.
template <class M, class Child>
    requires(std::ranges::find(detail::members_of<record<M>>, std::string_view{"children"}, &member::name) ==
             detail::members_of<record<M>>.end())
struct form_of<with_children<M, Child>> {
    using family = with_children<M, Child>;
    static void write(writer& to, const family& from) { write_object(to, members(from), &from); }
    static void read(reader& from, family& to) { read_object(from, members(to), &to); }

  private:
    static auto members(const family& of) {
        constexpr auto& own = detail::members_of<record<M>>;
        using children = std::vector<typename node_::child_row<Child>::type>;
        std::array<member, own.size() + 1> all{};
        std::ranges::copy(own, all.begin());
        const auto begin = reinterpret_cast<const std::byte*>(&of);
        const auto at = reinterpret_cast<const std::byte*>(&of.children) - begin;
        all.back() = {"children", static_cast<std::uint32_t>(at), &json_::write<children>,
                      &json_::read<children>};
        return all;
    }
};

/// A row with names is an object.
template <class... T>
struct form_of<node_::named_row<T...>> {
    using row = node_::named_row<T...>;
    static void write(writer& to, const row& from) { write_object(to, members, &from); }
    static void read(reader& from, row& to) { read_object(from, members, &to); }

  private:
    static constexpr auto members = [] {
        constexpr auto& fields = node_::named_rows::of<void, T...>::fields;
        std::array<member, sizeof...(T)> all{
            member{{}, 0, &json_::write<node_::value_of<T>>, &json_::read<node_::value_of<T>>}...};
        for (std::size_t i = 0; i < all.size(); ++i) {
            all[i].name = fields[i].name;
            all[i].offset = fields[i].offset;
        }
        return all;
    }();
};

} // namespace dataflow::json_
