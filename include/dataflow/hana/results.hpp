// What nodes and workflows give, as Structs of Boost.Hana: records, rows with names, results of runs.
#pragma once

#include <dataflow/hana/structs.hpp>
#include <dataflow/node/select_rows.hpp>
#include <dataflow/node/with_children.hpp>
#include <dataflow/schema/managed.hpp>
#include <dataflow/schema/record.hpp>
#include <dataflow/workflow/results.hpp>

#include <boost/hana/equal.hpp>

namespace dataflow::hana_ {

/// Gives a member of an object by a pointer to it.
template <auto Member>
struct member_accessor {
    template <class Object>
    [[nodiscard]] constexpr decltype(auto) operator()(Object&& of) const {
        return hana_::give<Object>(of.*Member);
    }
};

/// Gives what a row or a run has under a name.
template <fixed_string Name>
struct name_accessor {
    template <class Object>
    [[nodiscard]] constexpr decltype(auto) operator()(Object&& of) const {
        return static_cast<Object&&>(of).template get<Name>();
    }
};
template <fixed_string Name>
using named_entry = entry<key<Name>, name_accessor<Name>>;

template <class M>
constexpr auto managed_key_of() {
    if constexpr (schema::has_managed_key<M>)
        return entries<entry<key<"id">, member_accessor<&record<M>::id>>>{};
    else return entries<>{};
}
template <class M>
constexpr auto managed_times_of() {
    if constexpr (schema::has_managed_times<M>)
        return entries<entry<key<"created_at">, member_accessor<&record<M>::created_at>>,
                       entry<key<"updated_at">, member_accessor<&record<M>::updated_at>>>{};
    else return entries<>{};
}
template <class M>
constexpr auto managed_tenant_of() {
    if constexpr (options_of<M>.multi_tenant)
        return entries<entry<key<"tenant_id">, member_accessor<&record<M>::tenant_id>>>{};
    else return entries<>{};
}
template <class M>
constexpr auto managed_mark_of() {
    if constexpr (options_of<M>.soft_delete)
        return entries<entry<key<"deleted_at">, member_accessor<&record<M>::deleted_at>>>{};
    else return entries<>{};
}
template <class M>
constexpr auto managed_version_of() {
    if constexpr (options_of<M>.versioned)
        return entries<entry<key<"version">, member_accessor<&record<M>::version>>>{};
    else return entries<>{};
}
template <class M, class... E>
constexpr entries<E...> all_managed(entries<E...> found) {
    static_assert(sizeof...(E) == schema::count_managed(options_of<M>) + (schema::has_managed_key<M> ? 1 : 0),
                  "dataflow: schema/managed.hpp has a column that is not told here");
    return found;
}
/// The fields of a record: those of its model, then those that the library manages.
template <class M>
using record_fields =
    decltype(fields_of<M>{} +
             hana_::all_managed<M>(hana_::managed_key_of<M>() + hana_::managed_times_of<M>() +
                                   hana_::managed_tenant_of<M>() + hana_::managed_mark_of<M>() +
                                   hana_::managed_version_of<M>()));

template <class... E, class Record>
[[nodiscard]] constexpr bool same_fields(entries<E...>, const Record& one, const Record& other) {
    return (
        static_cast<bool>(boost::hana::equal(typename E::accessor{}(one), typename E::accessor{}(other))) &&
        ...);
}

} // namespace dataflow::hana_

namespace boost::hana {

template <class M>
struct accessors_impl<dataflow::record<M>> : dataflow::hana_::record_fields<M> {};

/// Two records are equal where all their fields are, the managed ones too, whether or not the model has an
/// operator ==.
template <class M>
struct equal_impl<dataflow::record<M>, dataflow::record<M>> {
    static constexpr bool apply(const dataflow::record<M>& one, const dataflow::record<M>& other) {
        return dataflow::hana_::same_fields(dataflow::hana_::record_fields<M>{}, one, other);
    }
};

/// A record with its children: `children` comes after the record's own fields.
template <class M, class Child>
struct accessors_impl<dataflow::with_children<M, Child>>
    : decltype(dataflow::hana_::record_fields<M>{} +
               dataflow::hana_::entries<dataflow::hana_::entry<
                   dataflow::hana_::key<"children">,
                   dataflow::hana_::member_accessor<&dataflow::with_children<M, Child>::children>>>{}) {};

template <class... T>
struct accessors_impl<dataflow::node_::named_row<T...>>
    : dataflow::hana_::entries<dataflow::hana_::named_entry<dataflow::fixed_string<
          dataflow::node_::item_of<T>::name.size() + 1>{dataflow::node_::item_of<T>::name}>...> {};

template <class... Names, class... Outputs>
struct accessors_impl<dataflow::workflow_::results<dataflow::workflow_::node_names<Names...>, Outputs...>>
    : dataflow::hana_::entries<
          dataflow::hana_::named_entry<dataflow::fixed_string<Names::view().size() + 1>{Names::view()}>...> {
};

} // namespace boost::hana
