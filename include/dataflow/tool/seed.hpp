// The command `seed`: of the program `dataflow`, and of `df::manage`.
#pragma once

#include <dataflow/core/callback.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/core/json_members.hpp>
#include <dataflow/core/json_text.hpp>
#include <dataflow/database/core.hpp>
#include <dataflow/database/execution.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/tool/seed_files.hpp>
#include <dataflow/tool/seeder.hpp>
#include <dataflow/tool/source.hpp>

#include <CLI/CLI.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace dataflow::tool {

/// What a program seeds by functions of its own, in the transaction of the files, after them.
using seed_function = callback<void(context& inside)>;
/// Gives the database that is seeded.
using find_core = callback<std::shared_ptr<database_::core>(const std::string& url)>;

inline constexpr sql::statement seed_statement{.node = "seed"};

/// Puts in what the files hold, and what the function does: all of it or nothing.
inline seed_counts seed_files(database_::core& on, const std::vector<seed_file>& files,
                              const seed_function& more = {}) {
    const auto lease = on.lease(&seed_statement, access::read_write);
    context inside{lease.connection()};
    return inside.atomically([&] {
        seed_counts out;
        if (!files.empty()) {
            seeder all{on, inside};
            for (const auto& file : files) all.put(file);
            out = all.counts();
        }
        const database_::core::mark here{on};
        if (more) more(inside);
        return out;
    });
}

struct seed_arguments {
    std::string url{};
    std::vector<std::string> files{};
    bool json = false;
};

inline int run_seed(database_::core& on, const seed_arguments& how, const seed_function& more,
                    std::ostream& out) {
    const auto files = read_seed_files(how.files);
    if (files.empty() && !more)
        raise(error_kind::invalid_value,
              {.message = "there is nothing to put in: name files (.json, .sql), or folders of them",
               .node = "seed"});
    const auto done = seed_files(on, files, more);
    if (how.json) {
        std::string text;
        json_::writer w{text};
        w.open_object();
        for (const auto& [name, number] : {std::pair<std::string_view, std::size_t>{"created", done.created},
                                           {"updated", done.updated},
                                           {"unchanged", done.unchanged}}) {
            json_::write_member(w, name, static_cast<std::int64_t>(number));
        }
        w.close_object();
        out << text << '\n';
        return 0;
    }
    out << files.size() << (files.size() == 1 ? " file: " : " files: ") << done.created << " rows created, "
        << done.updated << " updated, " << done.unchanged << " as they were.\n";
    return 0;
}

/// `asks_url`: it takes a URL before the files.
inline void add_seed(CLI::App& to, int& result, std::ostream& out, find_core find, bool asks_url,
                     seed_function more = {}) {
    const auto how = std::make_shared<seed_arguments>();
    auto& c = *to.add_subcommand("seed", "put rows of files into the tables: all or none, and a second time "
                                         "nothing changes");
    if (asks_url) c.add_option("url", how->url, "sqlite:shop.db, postgresql://user@host/shop")->required();
    c.add_option("files", how->files,
                 "files of JSON and SQL, and folders of them; without any, the folder seeds, "
                 "where there is one");
    c.add_flag("--json", how->json, "as JSON");
    c.footer("{\"users\": [{\"email\": \"ann@example.org\", \"name\": \"Ann\"}], \"orders\": [{\"id\": 1, "
             "\"user_id\": {\"email\": \"ann@example.org\"}}]}\n"
             "A row is found again by its primary key, or by a unique constraint that it gives values for.");
    c.callback([how, find, more, &result, &out] {
        std::error_code failed;
        if (how->files.empty() && std::filesystem::is_directory("seeds", failed))
            how->files.emplace_back("seeds");
        result = run_seed(*find(how->url), *how, more, out);
    });
}

} // namespace dataflow::tool
