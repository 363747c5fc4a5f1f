// Parts of a description as JSON, and back.
#pragma once

#include <dataflow/catalog/arena.hpp>
#include <dataflow/catalog/understood.hpp>
#include <dataflow/core/json_text.hpp>
#include <dataflow/migrate/detail/description_members.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace dataflow::migrate::detail {

/// Writes one as JSON.
template <class T>
void write_part(json_::writer& w, const T& v) {
    if constexpr (std::is_same_v<T, std::string_view>) w.text(v);
    else if constexpr (std::is_same_v<T, bool>) w.boolean(v);
    else if constexpr (std::is_integral_v<T>) w.integer(static_cast<std::int64_t>(v));
    else if constexpr (std::is_enum_v<T>) w.text(enumerators<T>()[static_cast<std::size_t>(v)]);
    else if constexpr (is_list<T>) {
        w.open_array();
        for (const auto& one : v) {
            w.element();
            write_part(w, one);
        }
        w.close_array();
    } else {
        w.open_object();
        with_members(v, [&](std::string_view name, const auto& member) {
            if (is_unset(T{}, name, member)) return;
            w.member(name);
            write_part(w, member);
        });
        w.close_object();
    }
}

/// The shelf of an arena on which lists of a type lie.
template <class T>
[[nodiscard]] auto& shelf_of(catalog::arena& keeps) noexcept {
    if constexpr (std::is_same_v<T, std::string_view>) return keeps.names;
    else if constexpr (std::is_same_v<T, catalog::column>) return keeps.columns;
    else if constexpr (std::is_same_v<T, catalog::unique_constraint>) return keeps.unique;
    else if constexpr (std::is_same_v<T, catalog::foreign_key>) return keeps.foreign_keys;
    else if constexpr (std::is_same_v<T, catalog::index_part>) return keeps.parts;
    else if constexpr (std::is_same_v<T, catalog::index>) return keeps.indexes;
    else if constexpr (std::is_same_v<T, catalog::check>) return keeps.checks;
    else if constexpr (std::is_same_v<T, catalog::trigger>) return keeps.triggers;
    else return keeps.tables;
}

/// Reads one from JSON. Members that it does not know are passed over.
class snapshot_reader {
  public:
    snapshot_reader(json_::reader& r, catalog::arena& keeps, dialect d) noexcept
        : r_(&r), keeps_(&keeps), dialect_(d) {}

    template <class T>
    void read(T& v) {
        if constexpr (std::is_same_v<T, std::string_view>) v = keeps_->text(r_->text());
        else if constexpr (std::is_same_v<T, bool>) v = r_->boolean();
        else if constexpr (std::is_integral_v<T>)
            v = static_cast<T>(r_->integer(std::numeric_limits<T>::min(), std::numeric_limits<T>::max()));
        else if constexpr (std::is_enum_v<T>) {
            const auto name = r_->text();
            const auto all = enumerators<T>();
            const auto at = std::find(all.begin(), all.end(), name);
            if (at == all.end()) r_->fail("is not a word that is known");
            v = static_cast<T>(at - all.begin());
        } else if constexpr (is_list<T>) {
            std::vector<typename T::value_type> items;
            r_->open_array();
            while (r_->next_element()) read(items.emplace_back());
            v = shelf_of<typename T::value_type>(*keeps_).keep(items);
        } else {
            r_->open_object();
            for (std::string_view key; r_->next_key(key);) {
                const std::string name{key};
                bool known = false;
                with_members(v, [&](std::string_view member, auto& to) {
                    if (known || member != name) return;
                    known = true;
                    read(to);
                });
                if (!known) r_->skip();
            }
            if constexpr (std::is_same_v<T, catalog::column_type>) complete(v);
        }
    }

  private:
    /// What the spelling of a type says.
    void complete(catalog::column_type& t) const {
        const auto kept = t;
        t = catalog::understood(dialect_, t.base.empty() ? t.spelled : t.base);
        t.spelled = kept.spelled;
        t.kind = kept.kind;
        t.base = kept.base;
        t.base_kind = kept.base_kind;
    }

    json_::reader* r_;
    catalog::arena* keeps_;
    dialect dialect_;
};

} // namespace dataflow::migrate::detail
