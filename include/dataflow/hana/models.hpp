// The models of a database as a tuple of Hana's types.
#pragma once

#include <dataflow/database/database.hpp>
#include <dataflow/database/transaction.hpp>
#include <dataflow/reflect/names.hpp>

#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>

#include <string_view>
#include <type_traits>
#include <utility>

namespace dataflow {

/// The models of a database or of a transaction, in the order of its list: `boost::hana::tuple_t<Customer,
/// Order>`.
template <class... Models>
[[nodiscard]] constexpr auto models_of(const database<Models...>&) noexcept {
    return boost::hana::tuple_t<Models...>;
}
template <class... Models>
[[nodiscard]] constexpr auto models_of(const transaction<Models...>&) noexcept {
    return boost::hana::tuple_t<Models...>;
}
/// The same where there is only the type: `models_of<decltype(db)>()`.
template <class Database>
[[nodiscard]] constexpr auto models_of() noexcept {
    return decltype(dataflow::models_of(std::declval<const std::remove_reference_t<Database>&>())){};
}

/// The name of a model, without its namespaces: "Customer".
template <class M>
inline constexpr std::string_view model_name = reflect::type_name<M>;

} // namespace dataflow
