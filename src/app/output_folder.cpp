#include "app/output_folder.hpp"

#include "app/layers.hpp"
#include <amaneku/error.hpp>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

namespace amaneku::app {

namespace fs = std::filesystem;

namespace {

/// Names of all files that any run may write.
std::set<std::string> result_files() {
    std::set<std::string> names{"municipalities.csv",
                                "prefectures.csv",
                                "groups.csv",
                                "coverage.csv",
                                "ranking.csv",
                                "issues.csv",
                                "qa.csv",
                                "qa_report.csv",
                                "calibration.csv",
                                "targets.csv",
                                "kpi_series.csv",
                                "flags.csv",
                                "gaps.csv",
                                "gap_towns.csv",
                                "gap_subsidies.csv",
                                "places.csv",
                                "place_rates.csv",
                                "lines.csv",
                                "dead_stretches.csv",
                                "combinations.csv",
                                "equity.csv",
                                "sensitivity.csv",
                                "near_threshold.csv",
                                "mesh_kpi.csv",
                                "scenario.csv",
                                "scenario_cells.csv",
                                "plan.csv",
                                "plan_municipalities.csv",
                                "coverage.gpkg",
                                "coverage.pmtiles",
                                "coverage.mbtiles",
                                "summary.json",
                                "report.html",
                                "report.xlsx",
                                "report.pdf",
                                "coverage.qgz",
                                "coverage_sld.zip",
                                "coverage.kml",
                                "shp_columns.csv",
                                "timing.json"};
    for (const std::string& layer : all_layer_names()) {
        names.insert(layer + ".geojson");
        names.insert(layer + ".fgb");
        names.insert(layer + ".shp");  // it stands for those that belong to it
    }
    return names;
}

/// Whether a name is that of a raster of a service, coverage_5g.tif.
bool is_raster(std::string_view name) {
    return name.starts_with("coverage_") && name.ends_with(".tif");
}

/// The process that writes, or wrote, a part of one of our files, `.coverage.123.part.gpkg` or what a driver
/// puts beside it; 0 for any other name.
pid_t writer_of(std::string_view name, const std::set<std::string>& stems) {
    const std::size_t part = name.find(".part");
    if (!name.starts_with('.') || part == std::string_view::npos) return 0;
    const std::size_t dot = name.rfind('.', part - 1);
    if (dot == 0 || dot == std::string_view::npos) return 0;
    const std::string stem{name.substr(1, dot - 1)};
    if (!stems.contains(stem) && !(name.ends_with(".tif") && stem.starts_with("coverage_"))) return 0;
    pid_t process = 0;
    const char* const end = name.data() + part;
    const auto [stop, error] = std::from_chars(name.data() + dot + 1, end, process);
    return error == std::errc{} && stop == end && process > 0 ? process : 0;
}

/// Our own parts are not there yet while this is asked: one of our number is of an earlier process.
bool is_dead(pid_t process) {
    return process == ::getpid() || (::kill(process, 0) != 0 && errno == ESRCH);
}

/// Whether the locked file still has its name: whoever held the lock before takes it away.
bool is_still_named(int file, const std::string& path) {
    struct stat opened {};
    struct stat named {};
    return ::fstat(file, &opened) == 0 && ::stat(path.c_str(), &named) == 0 && opened.st_ino == named.st_ino;
}

}  // namespace

OutputFolder::OutputFolder(std::string directory, Messages& messages, std::chrono::milliseconds patience)
    : m_directory{std::move(directory)}, m_lock{(fs::path{m_directory} / ".amaneku.lock").string()} {
    std::error_code error;
    fs::create_directories(m_directory, error);
    if (error)
        throw Error{Errc::output, m_directory,
                    fmt::format("the directory cannot be made: {}", error.message())};
    const auto end = std::chrono::steady_clock::now() + patience;
    for (bool told = false;;) {
        m_file = ::open(m_lock.c_str(), O_RDONLY | O_CREAT | O_CLOEXEC, 0644);
        if (m_file < 0)
            throw Error{Errc::output, m_directory,
                        fmt::format("cannot be written to: {}", std::generic_category().message(errno))};
        const bool locked = ::flock(m_file, LOCK_EX | LOCK_NB) == 0;
        if (locked ? is_still_named(m_file, m_lock) : errno != EWOULDBLOCK && errno != EINTR) return;
        ::close(m_file);
        if (locked) continue;
        if (!told) messages.warn(fmt::format("another run is writing into {}: waiting for it", m_directory));
        told = true;
        throw_if_stopped();
        if (std::chrono::steady_clock::now() >= end)
            throw Error{
                Errc::output, m_directory,
                "another run is writing into it and does not end: nothing was written; choose another "
                "directory with --out"};
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
}

OutputFolder::~OutputFolder() {
    ::unlink(m_lock.c_str());
    ::close(m_file);
}

void OutputFolder::remove_dead_parts() const {
    std::set<std::string> stems;
    for (const std::string& name : result_files()) stems.insert(fs::path{name}.stem().string());
    std::error_code ignored;
    std::vector<fs::path> dead;
    for (const auto& entry : fs::directory_iterator{m_directory, ignored}) {
        const pid_t process = writer_of(entry.path().filename().string(), stems);
        if (process != 0 && is_dead(process)) dead.push_back(entry.path());
    }
    for (const fs::path& path : dead) fs::remove(path, ignored);
}

std::vector<std::string> OutputFolder::earlier_files(const std::set<std::string>& written) const {
    std::set<std::string> names = result_files();
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator{m_directory, ignored}) {
        const std::string name = entry.path().filename().string();
        if (is_raster(name)) names.insert(name);
    }
    std::vector<std::string> out;
    for (const std::string& name : names) {
        if (!written.contains(name) && fs::exists(fs::path{m_directory} / name, ignored)) out.push_back(name);
    }
    return out;
}

}  // namespace amaneku::app
