// The rows of a join: the records of its tables, side by side.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/node/select_rows.hpp>
#include <dataflow/node/sources.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/schema/record.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace dataflow::node_ {

/// A record that a left join brought in, while its row is read: the columns are put into it, NULL or not, and
/// it is taken away where `there` turns out to be false.
template <class Record>
struct left_record {
    std::optional<Record> held{std::in_place};
    bool there = false;
};

/// Where the parts of a row lie that a left join brought in.
struct left_part {
    std::uint32_t at = 0;
    std::uint32_t flag = 0;
    void (*reset)(void* optional) = nullptr;
};

namespace detail {

// A column that cannot be NULL is, where a left join finds no row: nothing is stored then.
inline constexpr optional_access null_is_skipped{[](const void* o) -> const void* { return o; },
                                                 [](void* o) -> void* { return o; }, [](void*) {}};

/// The fields of M, as a left join fills them.
template <class M>
struct left_fields {
    static constexpr std::size_t size = schema::fields_of<M>.size();
    static constexpr auto infos = [] {
        std::array<type_info, size> out{};
        for (std::size_t i = 0; i < size; ++i) {
            out[i] = *schema::fields_of<M>[i].type;
            if (!out[i].nullable()) out[i].optional = &null_is_skipped;
        }
        return out;
    }();
    static constexpr auto fields = [] {
        std::array<field_access, size> out{};
        for (std::size_t i = 0; i < size; ++i)
            out[i] = {schema::fields_of<M>[i].offset, &infos[i], schema::fields_of<M>[i].name};
        return out;
    }();
};

template <class M, bool Left>
[[nodiscard]] constexpr constant_list<field_access> fields_in_join() {
    if constexpr (Left) return left_fields<M>::fields;
    else return schema::fields_of<M>;
}

template <class Record>
void reset_record(void* optional) {
    static_cast<std::optional<Record>*>(optional)->reset();
}

template <class Table>
using part_type = std::conditional_t<Table::left, left_record<record<typename Table::model>>,
                                     record<typename Table::model>>;

} // namespace detail

/// A row of a join: `row.get<Order>()`, `row.get<"manager">()`, `auto& [order, customer] = row`. What a left
/// join brought in is a std::optional.
template <class... Tables>
class joined_row {
  public:
    using parts = chain<detail::part_type<Tables>...>;
    template <std::size_t I>
    using element = std::conditional_t<detail::item_at<I, Tables...>::left,
                                       std::optional<record<typename detail::item_at<I, Tables...>::model>>,
                                       record<typename detail::item_at<I, Tables...>::model>>;

    template <std::size_t I>
    [[nodiscard]] constexpr element<I>& get() & noexcept {
        return part<I>(parts_);
    }
    template <std::size_t I>
    [[nodiscard]] constexpr const element<I>& get() const& noexcept {
        return part<I>(parts_);
    }
    template <std::size_t I>
    [[nodiscard]] constexpr element<I> get() && { // of a row that is about to end, the record itself
        return static_cast<element<I>&&>(part<I>(parts_));
    }
    /// The record of a model that was joined without an alias.
    template <class M>
    [[nodiscard]] constexpr const auto& get() const& noexcept {
        using checked = verdict<(find<M>() >= 0), M>;
        static_assert(rule::told<checked>::verdict);
        return part<place(find<M>())>(parts_);
    }
    template <class M>
    [[nodiscard]] constexpr auto get() && {
        using checked = verdict<(find<M>() >= 0), M>;
        static_assert(rule::told<checked>::verdict);
        return std::move(part<place(find<M>())>(parts_));
    }
    /// The record of the table with an alias.
    template <fixed_string Alias>
    [[nodiscard]] constexpr const auto& get() const& noexcept {
        using checked = verdict<(find<Alias>() >= 0), query::as_name<Alias>>;
        static_assert(rule::told<checked>::verdict);
        return part<place(find<Alias>())>(parts_);
    }
    template <fixed_string Alias>
    [[nodiscard]] constexpr auto get() && {
        using checked = verdict<(find<Alias>() >= 0), query::as_name<Alias>>;
        static_assert(rule::told<checked>::verdict);
        return std::move(part<place(find<Alias>())>(parts_));
    }

  private:
    using tags = detail::tags_of<query::types<Tables...>>;
    template <bool There, class Given>
    using verdict =
        std::conditional_t<There, rule::ok, rule::a_row_has_no_part_of_this_name<joined_row, Given>>;

    template <class M>
    static constexpr int find() {
        return tags::template find<M>();
    }
    template <fixed_string Alias>
    static constexpr int find() {
        const std::string_view aliases[]{Tables::alias.view()...};
        for (std::size_t i = 0; i < sizeof...(Tables); ++i)
            if (aliases[i] == Alias.view()) return static_cast<int>(i);
        return -1;
    }
    /// Of a part that is there; of one that is not, and has been told, the first.
    static constexpr std::size_t place(int at) { return at >= 0 ? static_cast<std::size_t>(at) : 0; }
    template <std::size_t I, class Parts>
    [[nodiscard, gnu::always_inline]] static constexpr auto& part(Parts& p) noexcept {
        if constexpr (detail::item_at<I, Tables...>::left) return detail::link<I>(p).held;
        else return detail::link<I>(p);
    }

    parts parts_{};
};

namespace detail {

template <class From>
struct row_of_tables;
template <class... Tables>
struct row_of_tables<query::types<Tables...>> {
    using type = joined_row<Tables...>;
};

/// Where the flag of a table lies in its part, and how its record is taken away; no flag: it is always there.
template <class Table>
constexpr left_part left_part_of() {
    if constexpr (!Table::left) return {};
    else {
        using held = record<typename Table::model>;
        return {0, static_cast<std::uint32_t>(sizeof(std::optional<held>)), &reset_record<held>};
    }
}

} // namespace detail

/// Rows of whole records.
struct record_rows {
    static constexpr bool of_records = true;
    template <class...>
    static constexpr auto verdict() {
        return rule::ok{};
    }
    template <class From, class... T>
    using row = typename detail::row_of_tables<From>::type;
    template <class From, class... T>
    struct of;
    template <class... Tables>
    struct of<query::types<Tables...>> {
        static constexpr detail::chain_places<typename joined_row<Tables...>::parts> places{};
        static constexpr std::size_t lefts_count = (std::size_t{0} + ... + (Tables::left ? 1 : 0));
        static constexpr auto lefts = [] {
            constexpr left_part each[]{detail::left_part_of<Tables>()...};
            std::array<left_part, lefts_count> out{};
            std::size_t n = 0;
            for (std::size_t i = 0; i < sizeof...(Tables); ++i) {
                if (each[i].flag == 0) continue;
                const auto at = static_cast<std::uint32_t>(places.at[i]);
                out[n++] = {at, at + each[i].flag, each[i].reset};
            }
            return out;
        }();
        static constexpr auto fields = [] {
            constexpr std::size_t columns =
                (std::size_t{0} + ... + schema::fields_of<typename Tables::model>.size());
            std::array<field_access, columns + lefts_count> out{};
            const constant_list<field_access> each[]{
                detail::fields_in_join<typename Tables::model, Tables::left>()...};
            std::size_t n = 0;
            for (std::size_t t = 0; t < sizeof...(Tables); ++t)
                for (const auto& f : each[t])
                    out[n++] = {static_cast<std::uint32_t>(places.at[t]) + f.offset, f.type, f.name};
            for (const auto& l : lefts) out[n++] = {l.flag, &schema::info_of<bool>, "there"};
            return out;
        }();
    };
};

} // namespace dataflow::node_

template <class... Tables>
struct std::tuple_size<dataflow::node_::joined_row<Tables...>>
    : std::integral_constant<std::size_t, sizeof...(Tables)> {};
template <std::size_t I, class... Tables>
struct std::tuple_element<I, dataflow::node_::joined_row<Tables...>> {
    using type = typename dataflow::node_::joined_row<Tables...>::template element<I>;
};
