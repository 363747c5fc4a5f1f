// The description of the tables of some models, made while the program runs: with all their defaults.
#pragma once

#include <dataflow/catalog/arena.hpp>
#include <dataflow/core/config.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/schema/record.hpp>
#include <dataflow/schema/table.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <tuple>
#include <type_traits>

namespace dataflow::catalog {

/// How many tables a model has: with history, another one for its past versions.
template <class M>
inline constexpr std::size_t tables_of_model = options_of<M>.history ? 2 : 1;

/// A model as its table, and a default-constructed record for its defaults.
struct modelled {
    const schema::table* table;
    const void* prototype;
    constant_list<field_access> fields;
};

/// The description of their tables as a dialect spells them.
[[nodiscard]] live_description describe(dialect d, std::span<const modelled> models);

/// The same of models by their names: `df::catalog::describe_models<Customer, Order>(df::postgres)`. What a
/// struct gives while the program runs may differ from what the compiler sees; `of_models` is the constant.
template <class... Models>
[[nodiscard]] live_description describe_models(dialect d) {
    const std::tuple<record<Models>...> prototypes{};
    std::array<modelled, (std::size_t{0} + ... + tables_of_model<Models>)> all{};
    std::size_t at = 0;
    const auto add = [&]<class M>(std::type_identity<M>) {
        const void* const prototype = &std::get<record<M>>(prototypes);
        all[at++] = {&schema::table_of<M>, prototype, schema::fields_of<M>};
        if constexpr (options_of<M>.history) {
            using past = schema::detail::history_data<schema::detail::model_data<M>>;
            all[at++] = {&past::description, prototype, past::fields};
        }
    };
    (add(std::type_identity<Models>{}), ...);
    return describe(d, all);
}

} // namespace dataflow::catalog

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/catalog/models.ipp>
#endif
