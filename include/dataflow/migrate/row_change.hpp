// A function of the program that changes rows in a migration: what it reads, and what it writes.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/migrate/rules.hpp>
#include <dataflow/raw/sql_rows.hpp>
#include <dataflow/reflect/aggregate.hpp>
#include <dataflow/schema/types.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace dataflow::migrate {

/// The rows of a batch on their way through a function. Columns are found by the names of the fields.
class row_change {
  public:
    /// The most columns that a key may have.
    static constexpr std::size_t key_limit = 4;

    row_change() = default;
    row_change(const row_change&) = delete;
    row_change& operator=(const row_change&) = delete;
    virtual ~row_change() = default;

    [[nodiscard]] virtual constant_list<field_access> read() const noexcept = 0;
    [[nodiscard]] virtual constant_list<field_access> written() const noexcept = 0;
    /// Where the rows of the next batch go: the fields that are read, then so many texts of the key.
    [[nodiscard]] virtual driver::row_target begin(std::size_t keys) = 0;
    /// Calls the function for each of them. What it gave: the fields that are written, then the key.
    [[nodiscard]] virtual rows_view change() = 0;
};

namespace detail {

template <class From, class To, class Function>
class row_change_by final : public row_change {
    struct taken {
        From row{};
        std::array<std::string, key_limit> key{};
    };
    struct given {
        To row{};
        std::array<std::string, key_limit> key{};
    };

  public:
    explicit row_change_by(Function f) : function_(std::move(f)) {}

    [[nodiscard]] constant_list<field_access> read() const noexcept override {
        return node_::rows_of<From>::fields;
    }
    [[nodiscard]] constant_list<field_access> written() const noexcept override {
        return node_::rows_of<To>::fields;
    }
    [[nodiscard]] driver::row_target begin(std::size_t keys) override {
        taken_.clear();
        settle<taken>(taken_fields_, read(), keys);
        settle<given>(given_fields_, written(), keys);
        return {[](void* all) -> void* { return &static_cast<std::vector<taken>*>(all)->emplace_back(); },
                &taken_, taken_fields_};
    }
    [[nodiscard]] rows_view change() override {
        given_.clear();
        given_.reserve(taken_.size());
        for (auto& one : taken_) given_.push_back({function_(std::as_const(one.row)), std::move(one.key)});
        return {reinterpret_cast<const std::byte*>(given_.data()),
                sizeof(given),
                given_.size(),
                {given_fields_.data(), given_fields_.size()}};
    }

  private:
    template <class Row>
    static void settle(std::vector<field_access>& to, constant_list<field_access> fields, std::size_t keys) {
        const Row one{};
        const auto place = [&](const void* at) {
            return static_cast<std::uint32_t>(static_cast<const std::byte*>(at) -
                                              reinterpret_cast<const std::byte*>(&one));
        };
        to.assign(fields.begin(), fields.end());
        for (auto& f : to) f.offset += place(&one.row);
        for (std::size_t i = 0; i < keys; ++i)
            to.push_back({place(&one.key[i]), &schema::info_of<std::string>, "key"});
    }

    Function function_;
    std::vector<taken> taken_{};
    std::vector<given> given_{};
    std::vector<field_access> taken_fields_{}, given_fields_{};
};

template <class Function>
struct parts_of_function {};
template <class Function>
    requires requires { &Function::operator(); }
struct parts_of_function<Function> : parts_of_function<decltype(&Function::operator())> {};
template <class To, class From>
struct parts_of_function<To (*)(From)> {
    using from = std::remove_cvref_t<From>;
    using to = std::remove_cvref_t<To>;
};
template <class To, class From>
struct parts_of_function<To (*)(From) noexcept> : parts_of_function<To (*)(From)> {};
template <class Class, class To, class From>
struct parts_of_function<To (Class::*)(From)> : parts_of_function<To (*)(From)> {};
template <class Class, class To, class From>
struct parts_of_function<To (Class::*)(From) const> : parts_of_function<To (*)(From)> {};
template <class Class, class To, class From>
struct parts_of_function<To (Class::*)(From) noexcept> : parts_of_function<To (*)(From)> {};
template <class Class, class To, class From>
struct parts_of_function<To (Class::*)(From) const noexcept> : parts_of_function<To (*)(From)> {};

template <class T>
inline constexpr bool is_row_of_columns = reflect::aggregate<T> && !schema::storable<T>;

template <class Function, class Parts = parts_of_function<Function>>
constexpr auto find_change_verdict() {
    using rule::migrate_data_takes_a_function_of_one_struct_that_gives_a_struct;
    if constexpr (!requires { typename Parts::from; })
        return migrate_data_takes_a_function_of_one_struct_that_gives_a_struct<Function>{};
    else if constexpr (!is_row_of_columns<typename Parts::from> || !is_row_of_columns<typename Parts::to> ||
                       !std::is_invocable_v<Function&, const typename Parts::from&>)
        return migrate_data_takes_a_function_of_one_struct_that_gives_a_struct<Function>{};
    else
        return rule::first_broken<node_::row_verdict<typename Parts::from>,
                                  node_::row_verdict<typename Parts::to>>{};
}

} // namespace detail

/// Of a function `To f(const From&)`, or an object that is called so and is not generic.
template <class Function>
[[nodiscard]] std::shared_ptr<row_change> row_change_of(Function f) {
    using verdict = rule::diagnostic<decltype(detail::find_change_verdict<Function>())>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (rule::is_ok<verdict>) {
        using parts = detail::parts_of_function<Function>;
        return std::make_shared<detail::row_change_by<typename parts::from, typename parts::to, Function>>(
            std::move(f));
    } else return nullptr;
}

/// A function under the name that the steps of a plan call it by.
struct named_function {
    std::string name{};
    std::shared_ptr<row_change> change{};
};

} // namespace dataflow::migrate
