// A program's own types as columns: how each is stored.
#pragma once

#include <dataflow/core/access.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/core/field.hpp>
#include <dataflow/core/value.hpp>

#include <new>
#include <string>
#include <string_view>

namespace dataflow {

/// Makes a type of the program's own a column. Specialize it:
///
///     template <>
///     struct dataflow::mapped<Email> {
///         using stored = std::string;                      // any type that a column can hold, but no
///         optional static stored to(const Email& e) { return e.text(); } static Email from(const stored& s)
///         { return Email{s}; }
///     };
///
/// `from(to(x))` has to equal x, and equal values have to have equal stored forms: the database compares and
/// orders those. The type has to be default constructible. What either function throws becomes an
/// `invalid_value`.
template <class T>
struct mapped;

namespace detail {

template <class T>
concept is_mapped = requires { typename mapped<T>::stored; };

template <class T>
struct stored_as {
    using type = T;
};
template <is_mapped T>
struct stored_as<T> {
    using type = typename mapped<T>::stored;
};
/// What a type is stored as: itself, but for mapped ones.
template <class T>
using stored_form = typename stored_as<T>::type;

/// `mapped<T>` for drivers, which do not know T; `stored` describes its stored type.
template <class T, const type_info& Stored>
inline constexpr mapping mapping_of{
    &Stored,
    [](const void* object, void (*use)(void*, const void*), void* context) {
        const typename mapped<T>::stored made = mapped<T>::to(*static_cast<const T*>(object));
        use(context, &made);
    },
    [](void* object, void (*fill)(void*, void*), void* context) {
        typename mapped<T>::stored found{};
        fill(context, &found);
        *static_cast<T*>(object) = mapped<T>::from(found);
    },
    [](void (*fill)(void*, void*), void (*use)(void*, const void*), void* context) {
        typename mapped<T>::stored found{};
        fill(context, &found);
        const typename mapped<T>::stored made = mapped<T>::to(mapped<T>::from(found));
        use(context, &made);
    }};

} // namespace detail

/// What is told of a value that the program's own functions do not take.
inline constexpr std::string_view refused_by_mapping = "the type's own mapping does not take the value";

/// Runs functions of the program's own mappings; what they throw goes to `refuse(words)`, which throws, but
/// for errors of this library.
template <class Work, class Refuse>
void with_mapping(Work&& work, Refuse&& refuse) {
    try {
        work();
    } catch (const error&) {
        throw;
    } catch (const access_fault&) {
        throw;
    } catch (const std::bad_alloc&) {
        throw;
    } catch (...) { // its text may hold the value
        refuse(refused_by_mapping);
    }
}

/// Calls `use(const value&)` with a value as it is stored: for as long as the call lasts, where it is mapped.
/// Throws what the mapping throws.
template <class Use>
void with_stored(const value& v, Use&& use) {
    if (v.held != value::form::mapped) return use(v);
    struct call {
        const value& given;
        Use& use;
    } one{v, use};
    const auto& map = *v.type->map;
    map.to(
        v.object,
        [](void* context, const void* made) {
            auto& c = *static_cast<call*>(context);
            c.use(load(field_access{0, c.given.type->map->stored, c.given.field}, made));
        },
        &one);
}

/// The same for a field; what the mapping throws becomes an `invalid_value` of that field.
template <class Use>
void with_stored(const field_access& field, const void* object, Use&& use) {
    const value v = load(field, object);
    if (v.held != value::form::mapped) return use(v);
    with_mapping([&] { with_stored(v, use); },
                 [&](std::string_view why) {
                     error_info info;
                     info.field = std::string{field.name};
                     info.message = std::string{why};
                     throw invalid_value(std::move(info));
                 });
}

/// Fills a mapped field: `fill(field, object)` reads into an object of the stored type. Throws what the
/// mapping throws.
template <class Fill>
void fill_mapped(const field_access& field, void* object, Fill&& fill) {
    struct call {
        const field_access inside;
        Fill& fill;
    } one{{0, field.type->map->stored, field.name}, fill};
    field.type->map->from(
        writable(field, object),
        [](void* context, void* stored) {
            auto& c = *static_cast<call*>(context);
            c.fill(c.inside, stored);
        },
        &one);
}

/// The description of what is stored: of a mapped type, that of its stored type.
[[nodiscard]] constexpr const type_info& stored_type(const type_info& type) noexcept {
    return type.map != nullptr ? *type.map->stored : type;
}

} // namespace dataflow
