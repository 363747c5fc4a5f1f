// Files that commands write: as a whole or not at all, and only where their content changes.
#pragma once

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

namespace dataflow::tool {

/// The content of a file; nothing where there is none that can be read.
[[nodiscard]] inline std::optional<std::string> content_of(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    if (!in) return std::nullopt;
    return std::string{std::istreambuf_iterator<char>{in}, {}};
}

/// Writes a file where it holds something else: its time of change stays otherwise. Gives whether it did.
/// Throws std::runtime_error; then the file is as it was.
inline bool write_changed(const std::filesystem::path& file, std::string_view text) {
    if (content_of(file) == text) return false;
    std::error_code failed;
    if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path(), failed);
    auto beside = file;
    beside += ".new";
    std::ofstream out{beside, std::ios::binary | std::ios::trunc};
    out << text;
    out.close();
    if (out) std::filesystem::rename(beside, file, failed);
    if (!out || failed) {
        std::filesystem::remove(beside, failed);
        throw std::runtime_error("the file " + file.string() + " cannot be written");
    }
    return true;
}

} // namespace dataflow::tool
