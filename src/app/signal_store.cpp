#include "app/signal_store.hpp"

#include "core/version.hpp"
#include "gdal/vsi.hpp"
#include "io/cache_file.hpp"
#include "io/digest.hpp"
#include "proj/geodesic.hpp"
#include <amaneku/error.hpp>

#include <fmt/format.h>

#include <filesystem>

namespace amaneku::app {

namespace fs = std::filesystem;

footprint::SignalStore signal_store(const std::string& folder) {
    if (folder.empty()) return {};
    // Other releases may compute differently.
    const auto key_of = [](const std::string& key) {
        return io::sha256(fmt::format("{} {} {} {}", version, gdal::version(), proj::version(), key));
    };
    const auto path_of = [folder](const std::string& digest) {
        constexpr std::size_t enough = 32;
        return (fs::path{folder} / "signal" / digest.substr(0, 2) /
                fmt::format("{}.bin", digest.substr(0, enough)))
            .string();
    };
    return {[=](const std::string& key) -> std::optional<std::string> {
                const std::string digest = key_of(key);
                const io::CacheFile file = io::read_cache_file(path_of(digest), digest);
                if (!file.is_good) return std::nullopt;
                return std::string{file.payload()};
            },
            [=](const std::string& key, const std::string& bytes) {
                const std::string digest = key_of(key);
                const std::string path = path_of(digest);
                std::error_code ignored;
                fs::create_directories(fs::path{path}.parent_path(), ignored);
                try {
                    io::write_cache_file(path, digest, bytes);
                } catch (const Error&) {  // a full disk: the run goes on without
                }
            }};
}

}  // namespace amaneku::app
